import "../controls"

Screen {}
