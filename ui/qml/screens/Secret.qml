import "../controls"

Screen {
}
