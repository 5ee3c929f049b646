<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>Amount</name>
    <message>
        <source>Enter an amount</source>
        <translation>Enter an amount</translation>
    </message>
    <message>
        <source>How much?</source>
        <translation>How much?</translation>
    </message>
    <message>
        <source>Please check that this is the right number</source>
        <translation>Please check that this is the right number</translation>
    </message>
    <message>
        <source>Owed</source>
        <translation>Owed</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Balance</translation>
    </message>
    <message>
        <source>The line is down: we can&apos;t show the name or what is owed. You can still pay.</source>
        <translation>The line is down: we can&apos;t show the name or what is owed. You can still pay.</translation>
    </message>
    <message>
        <source>everything owed</source>
        <translation>everything owed</translation>
    </message>
    <message>
        <source>Another amount</source>
        <translation>Another amount</translation>
    </message>
    <message>
        <source>%1 to %2, whole yuan</source>
        <translation>%1 to %2, whole yuan</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>Next ›</translation>
    </message>
    <message>
        <source>Pay %1 ›</source>
        <translation>Pay %1 ›</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>Asking the centre …</source>
        <translation>Asking the centre …</translation>
    </message>
    <message>
        <source>This takes a few seconds at most.</source>
        <translation>This takes a few seconds at most.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>All services</source>
        <translation>All services</translation>
    </message>
</context>
<context>
    <name>Balance</name>
    <message>
        <source>Owed</source>
        <translation>Owed</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Balance</translation>
    </message>
    <message>
        <source>Principal</source>
        <translation>Principal</translation>
    </message>
    <message>
        <source>Granted</source>
        <translation>Granted</translation>
    </message>
    <message>
        <source>Credit limit</source>
        <translation>Credit limit</translation>
    </message>
    <message>
        <source>This month so far</source>
        <translation>This month so far</translation>
    </message>
    <message>
        <source>Nothing has been charged this month.</source>
        <translation>Nothing has been charged this month.</translation>
    </message>
</context>
<context>
    <name>Bill</name>
    <message>
        <source>%1, so far</source>
        <comment>a bill that is still growing</comment>
        <translation>%1, so far</translation>
    </message>
    <message>
        <source>Nothing has been charged in this month.</source>
        <translation>Nothing has been charged in this month.</translation>
    </message>
    <message>
        <source>Our own charges</source>
        <translation>Our own charges</translation>
    </message>
    <message>
        <source>Collected for others</source>
        <translation>Collected for others</translation>
    </message>
    <message>
        <source>Adjustments</source>
        <translation>Adjustments</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Data used</source>
        <translation>Data used</translation>
    </message>
    <message>
        <source>%1 K; raw: %2 bytes</source>
        <translation>%1 K; raw: %2 bytes</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Calls</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
</context>
<context>
    <name>CardRefused</name>
    <message>
        <source>Taken back</source>
        <translation>Taken back</translation>
    </message>
    <message>
        <source>Nothing was charged</source>
        <translation>Nothing was charged</translation>
    </message>
    <message>
        <source>Back on the card</source>
        <translation>Back on the card</translation>
    </message>
    <message>
        <source>Not taken from the card</source>
        <translation>Not taken from the card</translation>
    </message>
    <message>
        <source>%1 in notes is in and safe; %2 in all</source>
        <translation>%1 in notes is in and safe; %2 in all</translation>
    </message>
    <message>
        <source>Code for the staff: %1</source>
        <translation>Code for the staff: %1</translation>
    </message>
    <message>
        <source>Try again, or another card</source>
        <translation>Try again, or another card</translation>
    </message>
    <message>
        <source>Put in more notes</source>
        <translation>Put in more notes</translation>
    </message>
    <message>
        <source>Pay with cash instead</source>
        <translation>Pay with cash instead</translation>
    </message>
    <message>
        <source>Finish, pay %1</source>
        <translation>Finish, pay %1</translation>
    </message>
</context>
<context>
    <name>CardStages</name>
    <message>
        <source>Card</source>
        <translation>Card</translation>
    </message>
    <message>
        <source>Bank</source>
        <comment>the step of asking it</comment>
        <translation>Bank</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
</context>
<context>
    <name>Cash</name>
    <message>
        <source>Finishing …</source>
        <translation>Finishing …</translation>
    </message>
    <message>
        <source>Put in notes, one by one</source>
        <translation>Put in notes, one by one</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>One moment, please</translation>
    </message>
    <message>
        <source>Limit reached</source>
        <translation>Limit reached</translation>
    </message>
    <message>
        <source>Put in</source>
        <translation>Put in</translation>
    </message>
    <message>
        <source>To pay %1</source>
        <translation>To pay %1</translation>
    </message>
    <message>
        <source>%1 too much, credited</source>
        <translation>%1 too much, credited</translation>
    </message>
    <message>
        <source>All in</source>
        <translation>All in</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 left</translation>
    </message>
    <message>
        <source>Lay the note flat before the green light and push it gently.</source>
        <translation>Lay the note flat before the green light and push it gently.</translation>
    </message>
    <message>
        <source>The slot opens in a moment.</source>
        <translation>The slot opens in a moment.</translation>
    </message>
    <message>
        <source>The slot is closed.</source>
        <translation>The slot is closed.</translation>
    </message>
    <message>
        <source>The stopped line is reconnected after the payment.</source>
        <translation>The stopped line is reconnected after the payment.</translation>
    </message>
    <message>
        <source>The stopped line is reconnected once everything owed is paid.</source>
        <translation>The stopped line is reconnected once everything owed is paid.</translation>
    </message>
    <message>
        <source>Notes that are taken</source>
        <translation>Notes that are taken</translation>
    </message>
    <message>
        <source>Every note shows up here at once. Press Finish after the last one.</source>
        <translation>Every note shows up here at once. Press Finish after the last one.</translation>
    </message>
    <message>
        <source>No change. What is too much is credited to this number.</source>
        <translation>No change. What is too much is credited to this number.</translation>
    </message>
    <message>
        <source>Pay the remaining %1 by card</source>
        <translation>Pay the remaining %1 by card</translation>
    </message>
    <message>
        <source>Pay %1 by card instead</source>
        <translation>Pay %1 by card instead</translation>
    </message>
    <message>
        <source>The last note …</source>
        <translation>The last note …</translation>
    </message>
    <message>
        <source>Finish, pay %1</source>
        <translation>Finish, pay %1</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Finish</translation>
    </message>
</context>
<context>
    <name>Closed</name>
    <message>
        <source>Nearest other way: %1</source>
        <translation>Nearest other way: %1</translation>
    </message>
    <message>
        <source>Questions? Call %1</source>
        <translation>Questions? Call %1</translation>
    </message>
</context>
<context>
    <name>CodeKeypad</name>
    <message>
        <source>Clear</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
</context>
<context>
    <name>Collection</name>
    <message>
        <source>Swap the cash box</source>
        <translation>Swap the cash box</translation>
    </message>
    <message>
        <source>Give up: the box stays</source>
        <translation>Give up: the box stays</translation>
    </message>
    <message>
        <source>Print the slip again</source>
        <translation>Print the slip again</translation>
    </message>
    <message>
        <source>To the overview</source>
        <translation>To the overview</translation>
    </message>
</context>
<context>
    <name>ConfirmPayer</name>
    <message>
        <source>Still paying for this number?</source>
        <translation>Still paying for this number?</translation>
    </message>
    <message>
        <source>Please finish now</source>
        <translation>Please finish now</translation>
    </message>
    <message>
        <source>The slot is closed until you say so.</source>
        <translation>The slot is closed until you say so.</translation>
    </message>
    <message>
        <source>The slot is closed.</source>
        <translation>The slot is closed.</translation>
    </message>
    <message>
        <source>Put in</source>
        <translation>Put in</translation>
    </message>
    <message>
        <source>of %1; it is safe</source>
        <translation>of %1; it is safe</translation>
    </message>
    <message>
        <source>If nothing is pressed, what has been put in is paid in to this number. Nothing is lost.</source>
        <translation>If nothing is pressed, what has been put in is paid in to this number. Nothing is lost.</translation>
    </message>
    <message>
        <source>Finish, pay %1</source>
        <translation>Finish, pay %1</translation>
    </message>
    <message>
        <source>Yes, go on</source>
        <translation>Yes, go on</translation>
    </message>
</context>
<context>
    <name>Console</name>
    <message>
        <source>Service</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>A cover or the box is open: you stay logged in.</source>
        <translation>A cover or the box is open: you stay logged in.</translation>
    </message>
</context>
<context>
    <name>CountdownWarning</name>
    <message>
        <source>In %1 s what has been put in is paid in. Nothing is lost.</source>
        <translation>In %1 s what has been put in is paid in. Nothing is lost.</translation>
    </message>
    <message>
        <source>Still there? In %1 s this page closes.</source>
        <translation>Still there? In %1 s this page closes.</translation>
    </message>
    <message>
        <source>I&apos;m here</source>
        <translation>I&apos;m here</translation>
    </message>
</context>
<context>
    <name>DayPicker</name>
    <message>
        <source>The whole month</source>
        <translation>The whole month</translation>
    </message>
</context>
<context>
    <name>DemoStrip</name>
    <message>
        <source>DEMO · simulated devices · no real money</source>
        <translation>DEMO · simulated devices · no real money</translation>
    </message>
</context>
<context>
    <name>DetailList</name>
    <message>
        <source>There are no such records in this time.</source>
        <translation>There are no such records in this time.</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>%1 found</source>
        <comment>how many records</comment>
        <translation>%1 found</translation>
    </message>
    <message>
        <source>%1 to %2 of %3</source>
        <comment>records</comment>
        <translation>%1 to %2 of %3</translation>
    </message>
    <message>
        <source>‹ Newer</source>
        <translation>‹ Newer</translation>
    </message>
    <message>
        <source>Older ›</source>
        <translation>Older ›</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Print</translation>
    </message>
</context>
<context>
    <name>DeviceCard</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>DeviceDetails</name>
    <message>
        <source>Since the start</source>
        <translation>Since the start</translation>
    </message>
    <message>
        <source>Nothing has changed.</source>
        <translation>Nothing has changed.</translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation>%1  %2</translation>
    </message>
    <message>
        <source>In the box, by the ledger</source>
        <translation>In the box, by the ledger</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>Receipts</translation>
    </message>
    <message>
        <source>Hidden: whoever counts the box does not see what it should hold.</source>
        <translation>Hidden: whoever counts the box does not see what it should hold.</translation>
    </message>
    <message>
        <source>Paper left</source>
        <translation>Paper left</translation>
    </message>
    <message>
        <source>Last on its wire</source>
        <translation>Last on its wire</translation>
    </message>
    <message>
        <source>It could not be read now.</source>
        <translation>It could not be read now.</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Reading …</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>Nothing yet.</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Read again</translation>
    </message>
</context>
<context>
    <name>Diagnosis</name>
    <message>
        <source>Diagnosis</source>
        <translation>Diagnosis</translation>
    </message>
    <message>
        <source>Try all, one by one</source>
        <translation>Try all, one by one</translation>
    </message>
    <message>
        <source>Being made …</source>
        <translation>Being made …</translation>
    </message>
    <message>
        <source>Make a fault bundle</source>
        <translation>Make a fault bundle</translation>
    </message>
    <message>
        <source>No</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>Once more</translation>
    </message>
    <message>
        <source>Next test</source>
        <translation>Next test</translation>
    </message>
    <message>
        <source>To the list</source>
        <translation>To the list</translation>
    </message>
    <message>
        <source>Skip this test</source>
        <translation>Skip this test</translation>
    </message>
</context>
<context>
    <name>EndSubscription</name>
    <message>
        <source>End this subscription?</source>
        <translation>End this subscription?</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Keep it</translation>
    </message>
    <message>
        <source>Send code ›</source>
        <translation>Send code ›</translation>
    </message>
    <message>
        <source>every month until it is ended</source>
        <translation>every month until it is ended</translation>
    </message>
    <message>
        <source>What happens now</source>
        <translation>What happens now</translation>
    </message>
    <message>
        <source>A text message with a code goes to %1.</source>
        <translation>A text message with a code goes to %1.</translation>
    </message>
    <message>
        <source>You enter the code here. Only then is it ended; until then nothing changes.</source>
        <translation>You enter the code here. Only then is it ended; until then nothing changes.</translation>
    </message>
    <message>
        <source>Once it is ended nothing more is charged for it; the centre says from when.</source>
        <translation>Once it is ended nothing more is charged for it; the centre says from when.</translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>number of a step</comment>
        <translation>%1.</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>‹ Back</source>
        <translation>‹ Back</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>Service %1</source>
        <translation>Service %1</translation>
    </message>
    <message>
        <source>d MMM, hh:mm</source>
        <comment>date and time of the footer</comment>
        <translation>d MMM, hh:mm</translation>
    </message>
    <message>
        <source>? Help</source>
        <translation>? Help</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Terminal %1</source>
        <translation>Terminal %1</translation>
    </message>
    <message>
        <source>A−</source>
        <comment>normal type</comment>
        <translation>A−</translation>
    </message>
    <message>
        <source>A+</source>
        <comment>large type</comment>
        <translation>A+</translation>
    </message>
    <message>
        <source>Quick lane</source>
        <translation>Quick lane</translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>Help</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>Ask the staff in the hall, or call</source>
        <translation>Ask the staff in the hall, or call</translation>
    </message>
    <message>
        <source>and say: %1, terminal %2</source>
        <translation>and say: %1, terminal %2</translation>
    </message>
    <message>
        <source>Every note that went in is recorded, even if the power fails.</source>
        <translation>Every note that went in is recorded, even if the power fails.</translation>
    </message>
    <message>
        <source>No change is given. What is too much is credited to the number.</source>
        <translation>No change is given. What is too much is credited to the number.</translation>
    </message>
    <message>
        <source>When you leave, your number disappears from this screen.</source>
        <translation>When you leave, your number disappears from this screen.</translation>
    </message>
    <message>
        <source>Call a person</source>
        <translation>Call a person</translation>
    </message>
    <message>
        <source>Back to the payment</source>
        <translation>Back to the payment</translation>
    </message>
    <message>
        <source>Close help</source>
        <translation>Close help</translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>Welcome</source>
        <translation>Welcome</translation>
    </message>
    <message>
        <source>Your phone bill is paid here in four steps.</source>
        <translation>Your phone bill is paid here in four steps.</translation>
    </message>
    <message>
        <source>What would you like to do?</source>
        <translation>What would you like to do?</translation>
    </message>
    <message>
        <source>All services</source>
        <translation>All services</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Amount</translation>
    </message>
    <message>
        <source>Put in notes</source>
        <translation>Put in notes</translation>
    </message>
    <message>
        <source>Receipt and text</source>
        <translation>Receipt and text</translation>
    </message>
    <message>
        <source>Cash or card</source>
        <translation>Cash or card</translation>
    </message>
    <message>
        <source>Pay by card</source>
        <translation>Pay by card</translation>
    </message>
    <message>
        <source>These notes are taken. No coins, no change.</source>
        <translation>These notes are taken. No coins, no change.</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Clear</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Payment terminal</source>
        <translation>Payment terminal</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>All services</source>
        <translation>All services</translation>
    </message>
    <message>
        <source>Pay a phone bill ›</source>
        <translation>Pay a phone bill ›</translation>
    </message>
</context>
<context>
    <name>Method</name>
    <message>
        <source>Before you pay</source>
        <translation>Before you pay</translation>
    </message>
    <message>
        <source>How would you like to pay?</source>
        <translation>How would you like to pay?</translation>
    </message>
    <message>
        <source>Pay by bank card</source>
        <translation>Pay by bank card</translation>
    </message>
    <message>
        <source>Notes that are taken</source>
        <translation>Notes that are taken</translation>
    </message>
    <message>
        <source>Please use another terminal or the counter.</source>
        <translation>Please use another terminal or the counter.</translation>
    </message>
    <message>
        <source>The card terminal takes the card and the PIN; never type a PIN on this screen.</source>
        <translation>The card terminal takes the card and the PIN; never type a PIN on this screen.</translation>
    </message>
</context>
<context>
    <name>MonthBars</name>
    <message>
        <source>%1 so far</source>
        <comment>a month that is still running</comment>
        <translation>%1 so far</translation>
    </message>
</context>
<context>
    <name>Number</name>
    <message>
        <source>Once more, please</source>
        <translation>Once more, please</translation>
    </message>
    <message>
        <source>Which mobile number?</source>
        <translation>Which mobile number?</translation>
    </message>
    <message>
        <source>The line is down, so we can&apos;t show whose number it is. Please enter it a second time.</source>
        <translation>The line is down, so we can&apos;t show whose number it is. Please enter it a second time.</translation>
    </message>
    <message>
        <source>Yours or anybody else&apos;s</source>
        <translation>Yours or anybody else&apos;s</translation>
    </message>
    <message>
        <source>Looking up whose number this is …</source>
        <translation>Looking up whose number this is …</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>Next ›</translation>
    </message>
</context>
<context>
    <name>OlderNotes</name>
    <message numerus="yes">
        <source>%n note(s) in the box</source>
        <translation>
            <numerusform>%n note in the box</numerusform>
            <numerusform>%n notes in the box</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutOfService</name>
    <message>
        <source>Out of service</source>
        <translation>Out of service</translation>
    </message>
    <message>
        <source>Please use another terminal or the counter.</source>
        <translation>Please use another terminal or the counter.</translation>
    </message>
    <message>
        <source>Your money is recorded and safe</source>
        <translation>Your money is recorded and safe</translation>
    </message>
    <message>
        <source>It is credited to %1</source>
        <translation>It is credited to %1</translation>
    </message>
    <message>
        <source>Ask the staff, or call %1</source>
        <translation>Ask the staff, or call %1</translation>
    </message>
    <message>
        <source>Code for the staff: %1</source>
        <translation>Code for the staff: %1</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Notes and slot</source>
        <translation>Notes and slot</translation>
    </message>
    <message>
        <source>Reject the next</source>
        <translation>Reject the next</translation>
    </message>
    <message>
        <source>Jam</source>
        <translation>Jam</translation>
    </message>
    <message>
        <source>Clear the jam</source>
        <translation>Clear the jam</translation>
    </message>
    <message>
        <source>Unplug</source>
        <translation>Unplug</translation>
    </message>
    <message>
        <source>Plug in</source>
        <translation>Plug in</translation>
    </message>
    <message>
        <source>Card terminal</source>
        <translation>Card terminal</translation>
    </message>
    <message>
        <source>Decline the next</source>
        <translation>Decline the next</translation>
    </message>
    <message>
        <source>Slow bank</source>
        <translation>Slow bank</translation>
    </message>
    <message>
        <source>Press its stop key</source>
        <translation>Press its stop key</translation>
    </message>
    <message>
        <source>Power off</source>
        <translation>Power off</translation>
    </message>
    <message>
        <source>Power on</source>
        <translation>Power on</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>Paper out</source>
        <translation>Paper out</translation>
    </message>
    <message>
        <source>New paper</source>
        <translation>New paper</translation>
    </message>
    <message>
        <source>Open cover</source>
        <translation>Open cover</translation>
    </message>
    <message>
        <source>Close cover</source>
        <translation>Close cover</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Network</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Cut</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Slow</translation>
    </message>
    <message>
        <source>Garble</source>
        <translation>Garble</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restore</translation>
    </message>
    <message>
        <source>Demo control panel</source>
        <translation>Demo control panel</translation>
    </message>
    <message>
        <source>Put in a note</source>
        <translation>Put in a note</translation>
    </message>
    <message>
        <source>Hold a card, or insert it</source>
        <translation>Hold a card, or insert it</translation>
    </message>
    <message>
        <source>Hold it near</source>
        <translation>Hold it near</translation>
    </message>
    <message>
        <source>Insert, right PIN</source>
        <translation>Insert, right PIN</translation>
    </message>
    <message>
        <source>Insert, wrong PIN</source>
        <translation>Insert, wrong PIN</translation>
    </message>
    <message>
        <source>The customer&apos;s handset</source>
        <translation>The customer&apos;s handset</translation>
    </message>
    <message>
        <source>No text message yet</source>
        <translation>No text message yet</translation>
    </message>
    <message>
        <source>The receipt</source>
        <translation>The receipt</translation>
    </message>
    <message>
        <source>Nothing printed yet</source>
        <translation>Nothing printed yet</translation>
    </message>
</context>
<context>
    <name>PaperChange</name>
    <message>
        <source>Change paper</source>
        <translation>Change paper</translation>
    </message>
    <message>
        <source>%1. Code %2</source>
        <translation>%1. Code %2</translation>
    </message>
    <message>
        <source>Press the lever at the printer&apos;s side: the cover springs up. Take the old core out.</source>
        <translation>Press the lever at the printer&apos;s side: the cover springs up. Take the old core out.</translation>
    </message>
    <message>
        <source>Put the new roll in so that the paper comes from below, and pull its end out over the edge.</source>
        <translation>Put the new roll in so that the paper comes from below, and pull its end out over the edge.</translation>
    </message>
    <message>
        <source>Press the cover down on both sides until it clicks. The slip tears off at the edge.</source>
        <translation>Press the cover down on both sides until it clicks. The slip tears off at the edge.</translation>
    </message>
    <message>
        <source>Paper is in: %1. Back when you are done.</source>
        <translation>Paper is in: %1. Back when you are done.</translation>
    </message>
    <message>
        <source>The printer is watched: this page goes on by itself.</source>
        <translation>The printer is watched: this page goes on by itself.</translation>
    </message>
</context>
<context>
    <name>PayByCard</name>
    <message>
        <source>By card</source>
        <translation>By card</translation>
    </message>
    <message>
        <source>%1 in notes is in and safe; %2 in all</source>
        <translation>%1 in notes is in and safe; %2 in all</translation>
    </message>
    <message>
        <source>Cancelling …</source>
        <translation>Cancelling …</translation>
    </message>
    <message>
        <source>Cancel the card payment</source>
        <translation>Cancel the card payment</translation>
    </message>
</context>
<context>
    <name>PayField</name>
    <message>
        <source>Pay a phone bill</source>
        <translation>Pay a phone bill</translation>
    </message>
    <message>
        <source>With cash or bank card, for any mobile number. No password needed.</source>
        <translation>With cash or bank card, for any mobile number. No password needed.</translation>
    </message>
    <message>
        <source>By bank card, for any mobile number. No password needed.</source>
        <translation>By bank card, for any mobile number. No password needed.</translation>
    </message>
    <message>
        <source>With cash, for any mobile number. No password needed.</source>
        <translation>With cash, for any mobile number. No password needed.</translation>
    </message>
    <message>
        <source>Not possible here right now</source>
        <translation>Not possible here right now</translation>
    </message>
    <message>
        <source>Touch here to begin ›</source>
        <translation>Touch here to begin ›</translation>
    </message>
</context>
<context>
    <name>PayKey</name>
    <message>
        <source>Pay with cash ›</source>
        <translation>Pay with cash ›</translation>
    </message>
    <message>
        <source>Pay by bank card ›</source>
        <translation>Pay by bank card ›</translation>
    </message>
    <message>
        <source>Bank card ›</source>
        <translation>Bank card ›</translation>
    </message>
    <message>
        <source>Cash ›</source>
        <translation>Cash ›</translation>
    </message>
    <message>
        <source>I understand and agree</source>
        <translation>I understand and agree</translation>
    </message>
    <message>
        <source>exactly %1</source>
        <translation>exactly %1</translation>
    </message>
</context>
<context>
    <name>Payments</name>
    <message>
        <source>Receipt ›</source>
        <translation>Receipt ›</translation>
    </message>
    <message>
        <source>No payments are known for this number.</source>
        <translation>No payments are known for this number.</translation>
    </message>
</context>
<context>
    <name>Points</name>
    <message>
        <source>Points</source>
        <translation>Points</translation>
    </message>
    <message>
        <source>of these expire on %1</source>
        <translation>of these expire on %1</translation>
    </message>
    <message>
        <source>Exchanged</source>
        <translation>Exchanged</translation>
    </message>
    <message>
        <source>No points have been exchanged yet.</source>
        <translation>No points have been exchanged yet.</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Please take your slip</source>
        <translation>Please take your slip</translation>
    </message>
    <message>
        <source>Printing …</source>
        <translation>Printing …</translation>
    </message>
    <message>
        <source>Nobody took the slip</source>
        <translation>Nobody took the slip</translation>
    </message>
    <message>
        <source>Is the slip whole?</source>
        <translation>Is the slip whole?</translation>
    </message>
    <message>
        <source>The slip failed</source>
        <translation>The slip failed</translation>
    </message>
    <message>
        <source>Print this?</source>
        <translation>Print this?</translation>
    </message>
    <message>
        <source>This is how the slip will look.</source>
        <translation>This is how the slip will look.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Not now</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>Print ›</source>
        <translation>Print ›</translation>
    </message>
</context>
<context>
    <name>Proof</name>
    <message>
        <source>One more proof, please</source>
        <translation>One more proof, please</translation>
    </message>
    <message>
        <source>Is it your number?</source>
        <translation>Is it your number?</translation>
    </message>
    <message>
        <source>Only its owner may see this.</source>
        <translation>Only its owner may see this.</translation>
    </message>
    <message>
        <source>The first proof is done. This service needs both.</source>
        <translation>The first proof is done. This service needs both.</translation>
    </message>
    <message>
        <source>This service needs both proofs, one after the other.</source>
        <translation>This service needs both proofs, one after the other.</translation>
    </message>
    <message>
        <source>Please ask at the counter. Paying needs no proof.</source>
        <translation>Please ask at the counter. Paying needs no proof.</translation>
    </message>
</context>
<context>
    <name>ProofKey</name>
    <message>
        <source>Text code ›</source>
        <translation>Text code ›</translation>
    </message>
    <message>
        <source>Service password ›</source>
        <translation>Service password ›</translation>
    </message>
    <message>
        <source>Text code</source>
        <translation>Text code</translation>
    </message>
    <message>
        <source>Service password</source>
        <translation>Service password</translation>
    </message>
    <message>
        <source>We send six digits to %1.</source>
        <translation>We send six digits to %1.</translation>
    </message>
    <message>
        <source>The six digits you chose for this number.</source>
        <translation>The six digits you chose for this number.</translation>
    </message>
</context>
<context>
    <name>QuickLaneSheet</name>
    <message>
        <source>Quick lane</source>
        <translation>Quick lane</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>Rating</name>
    <message>
        <source>Thank you for your rating!</source>
        <translation>Thank you for your rating!</translation>
    </message>
    <message>
        <source>How was it?</source>
        <translation>How was it?</translation>
    </message>
</context>
<context>
    <name>Readiness</name>
    <message>
        <source>Readiness</source>
        <translation>Readiness</translation>
    </message>
    <message>
        <source>Last tests</source>
        <translation>Last tests</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Reading …</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Look again</translation>
    </message>
    <message>
        <source>Printing …</source>
        <translation>Printing …</translation>
    </message>
    <message>
        <source>Print the report</source>
        <translation>Print the report</translation>
    </message>
</context>
<context>
    <name>ReceiptNumber</name>
    <message>
        <source>Which receipt?</source>
        <translation>Which receipt?</translation>
    </message>
    <message>
        <source>Its number is on the slip (Receipt no.) and in the text (Ref). What looks like O or I is 0 or 1.</source>
        <translation>Its number is on the slip (Receipt no.) and in the text (Ref). What looks like O or I is 0 or 1.</translation>
    </message>
    <message>
        <source>Asking the centre …</source>
        <translation>Asking the centre …</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>Next ›</translation>
    </message>
</context>
<context>
    <name>Records</name>
    <message>
        <source>Records</source>
        <translation>Records</translation>
    </message>
    <message>
        <source>The ledger could not be read now. Nothing is lost; please try again.</source>
        <translation>The ledger could not be read now. Nothing is lost; please try again.</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Reading …</translation>
    </message>
    <message>
        <source>Equal: every fen is in one place</source>
        <translation>Equal: every fen is in one place</translation>
    </message>
    <message>
        <source>%1 are not explained: call the manager</source>
        <translation>%1 are not explained: call the manager</translation>
    </message>
    <message>
        <source>Hidden: whoever counts the box does not see what it should hold.</source>
        <translation>Hidden: whoever counts the box does not see what it should hold.</translation>
    </message>
    <message>
        <source>Last payments</source>
        <translation>Last payments</translation>
    </message>
    <message>
        <source>There are no payments yet.</source>
        <translation>There are no payments yet.</translation>
    </message>
    <message>
        <source>Find a payment or note by its slip ›</source>
        <translation>Find a payment or note by its slip ›</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Read again</translation>
    </message>
</context>
<context>
    <name>Restrictions</name>
    <message>
        <source>Not possible</source>
        <translation>Not possible</translation>
    </message>
    <message>
        <source>Until</source>
        <comment>the end of a restriction</comment>
        <translation>Until</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Sooner</source>
        <comment>what ends a restriction before its date</comment>
        <translation>Sooner</translation>
    </message>
    <message>
        <source>Nothing is restricted: this number can be used in full.</source>
        <translation>Nothing is restricted: this number can be used in full.</translation>
    </message>
</context>
<context>
    <name>Result</name>
    <message>
        <source>Please keep the code</source>
        <translation>Please keep the code</translation>
    </message>
    <message>
        <source>Back on the card</source>
        <translation>Back on the card</translation>
    </message>
    <message>
        <source>Nothing was charged</source>
        <translation>Nothing was charged</translation>
    </message>
    <message>
        <source>Paid. Thank you!</source>
        <translation>Paid. Thank you!</translation>
    </message>
    <message>
        <source>Keep the payment number</source>
        <translation>Keep the payment number</translation>
    </message>
    <message>
        <source>Your money is safe</source>
        <translation>Your money is safe</translation>
    </message>
    <message>
        <source>Posting your payment …</source>
        <translation>Posting your payment …</translation>
    </message>
    <message>
        <source>by card %1</source>
        <translation>by card %1</translation>
    </message>
    <message>
        <source>%1 in notes + %2 by card %3</source>
        <translation>%1 in notes + %2 by card %3</translation>
    </message>
    <message>
        <source>Balance now %1</source>
        <translation>Balance now %1</translation>
    </message>
    <message>
        <source>Still owed %1</source>
        <translation>Still owed %1</translation>
    </message>
    <message>
        <source>Payment number %1</source>
        <translation>Payment number %1</translation>
    </message>
    <message>
        <source>Case code %1</source>
        <translation>Case code %1</translation>
    </message>
    <message>
        <source>Receipt number %1</source>
        <translation>Receipt number %1</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
</context>
<context>
    <name>SecondPerson</name>
    <message>
        <source>A second person must agree</source>
        <translation>A second person must agree</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Here</translation>
    </message>
    <message>
        <source>Hall page</source>
        <translation>Hall page</translation>
    </message>
    <message>
        <source>By phone</source>
        <translation>By phone</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>Checking …</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>Next ›</translation>
    </message>
    <message>
        <source>I agree</source>
        <translation>I agree</translation>
    </message>
</context>
<context>
    <name>Secret</name>
    <message>
        <source>Enter the text code</source>
        <translation>Enter the text code</translation>
    </message>
    <message>
        <source>Enter the service password</source>
        <translation>Enter the service password</translation>
    </message>
    <message>
        <source>It was sent to %1.</source>
        <translation>It was sent to %1.</translation>
    </message>
    <message>
        <source>For %1. Please cover the keys with your hand.</source>
        <translation>For %1. Please cover the keys with your hand.</translation>
    </message>
    <message>
        <source>The last digit ends: %1. Back keeps it.</source>
        <translation>The last digit ends: %1. Back keeps it.</translation>
    </message>
    <message>
        <source>A code is on its way to the phone …</source>
        <translation>A code is on its way to the phone …</translation>
    </message>
    <message>
        <source>One moment please …</source>
        <translation>One moment please …</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>Checking …</translation>
    </message>
    <message>
        <source>Send another code</source>
        <translation>Send another code</translation>
    </message>
</context>
<context>
    <name>Settling</name>
    <message>
        <source>Open money</source>
        <translation>Open money</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Reading …</translation>
    </message>
    <message>
        <source>Nobody can say</source>
        <translation>Nobody can say</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Read again</translation>
    </message>
    <message>
        <source>A note was found</source>
        <translation>A note was found</translation>
    </message>
    <message>
        <source>Ask a second person ›</source>
        <translation>Ask a second person ›</translation>
    </message>
    <message>
        <source>Print the slip again</source>
        <translation>Print the slip again</translation>
    </message>
    <message>
        <source>To the list</source>
        <translation>To the list</translation>
    </message>
</context>
<context>
    <name>SheetHead</name>
    <message>
        <source>Fetching…</source>
        <translation>Fetching…</translation>
    </message>
</context>
<context>
    <name>SheetKeys</name>
    <message>
        <source>Print</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>Pay now ›</source>
        <translation>Pay now ›</translation>
    </message>
</context>
<context>
    <name>StaffHead</name>
    <message>
        <source>Log off</source>
        <translation>Log off</translation>
    </message>
</context>
<context>
    <name>StaffLogin</name>
    <message>
        <source>Checking …</source>
        <translation>Checking …</translation>
    </message>
    <message>
        <source>Log in ›</source>
        <translation>Log in ›</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>Next ›</translation>
    </message>
    <message>
        <source>Change paper, no PIN needed</source>
        <translation>Change paper, no PIN needed</translation>
    </message>
    <message>
        <source>Lift the lock by code, over the telephone</source>
        <translation>Lift the lock by code, over the telephone</translation>
    </message>
</context>
<context>
    <name>Subscriptions</name>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>%1 a month</source>
        <translation>%1 a month</translation>
    </message>
    <message>
        <source>End it ›</source>
        <comment>a subscription</comment>
        <translation>End it ›</translation>
    </message>
    <message>
        <source>This number has no subscriptions.</source>
        <translation>This number has no subscriptions.</translation>
    </message>
</context>
<context>
    <name>Tracing</name>
    <message>
        <source>Where is this money?</source>
        <translation>Where is this money?</translation>
    </message>
    <message>
        <source>Journey of %1</source>
        <translation>Journey of %1</translation>
    </message>
    <message>
        <source>Hidden: whoever counts the box does not see what it should hold.</source>
        <translation>Hidden: whoever counts the box does not see what it should hold.</translation>
    </message>
    <message>
        <source>Another code</source>
        <translation>Another code</translation>
    </message>
    <message>
        <source>Find it ›</source>
        <translation>Find it ›</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>Getting ready, one moment please</source>
        <translation>Getting ready, one moment please</translation>
    </message>
    <message>
        <source>The terminal was interrupted while {amount} was being charged to a card for {number}. Now asking the card terminal what became of it. Please wait, and do not pay again.</source>
        <translation>The terminal was interrupted while {amount} was being charged to a card for {number}. Now asking the card terminal what became of it. Please wait, and do not pay again.</translation>
    </message>
    <message>
        <source>A mobile number has 11 digits. Please enter the rest.</source>
        <translation>A mobile number has 11 digits. Please enter the rest.</translation>
    </message>
    <message>
        <source>This is not a mobile number. Please check the first digits.</source>
        <translation>This is not a mobile number. Please check the first digits.</translation>
    </message>
    <message>
        <source>The two numbers differ. Please enter the number again.</source>
        <translation>The two numbers differ. Please enter the number again.</translation>
    </message>
    <message>
        <source>We have no account with this number. Please check each digit.</source>
        <translation>We have no account with this number. Please check each digit.</translation>
    </message>
    <message>
        <source>This number has been closed. Nothing was charged. To settle old debts, please ask at the counter.</source>
        <translation>This number has been closed. Nothing was charged. To settle old debts, please ask at the counter.</translation>
    </message>
    <message>
        <source>This number has moved to another operator. Nothing was charged. Please pay there.</source>
        <translation>This number has moved to another operator. Nothing was charged. Please pay there.</translation>
    </message>
    <message>
        <source>This number was given back and waits for a new owner. Nothing was charged. Please check each digit.</source>
        <translation>This number was given back and waits for a new owner. Nothing was charged. Please check each digit.</translation>
    </message>
    <message>
        <source>This number can&apos;t be paid here. Nothing was charged. Please ask at the counter.</source>
        <translation>This number can&apos;t be paid here. Nothing was charged. Please ask at the counter.</translation>
    </message>
    <message>
        <source>Too many numbers were looked up. Please wait a minute and try again.</source>
        <translation>Too many numbers were looked up. Please wait a minute and try again.</translation>
    </message>
    <message>
        <source>The centre did not answer. Please press Next once more.</source>
        <translation>The centre did not answer. Please press Next once more.</translation>
    </message>
    <message>
        <source>Cash: ready</source>
        <translation>Cash: ready</translation>
    </message>
    <message>
        <source>Cash: not now</source>
        <translation>Cash: not now</translation>
    </message>
    <message>
        <source>Cash: paused</source>
        <translation>Cash: paused</translation>
    </message>
    <message>
        <source>Card: ready</source>
        <translation>Card: ready</translation>
    </message>
    <message>
        <source>Card: not now</source>
        <translation>Card: not now</translation>
    </message>
    <message>
        <source>Card: not here</source>
        <translation>Card: not here</translation>
    </message>
    <message>
        <source>Receipts: ready</source>
        <translation>Receipts: ready</translation>
    </message>
    <message>
        <source>Receipts: paper low</source>
        <translation>Receipts: paper low</translation>
    </message>
    <message>
        <source>Receipts: not now</source>
        <translation>Receipts: not now</translation>
    </message>
    <message>
        <source>Line: connected</source>
        <translation>Line: connected</translation>
    </message>
    <message>
        <source>Line: down</source>
        <translation>Line: down</translation>
    </message>
    <message>
        <source>Cash can&apos;t be taken right now. Please pay by bank card, or ask the staff. Code {code}</source>
        <translation>Cash can&apos;t be taken right now. Please pay by bank card, or ask the staff. Code {code}</translation>
    </message>
    <message>
        <source>No receipts right now. You can still pay; the text message is your proof.</source>
        <translation>No receipts right now. You can still pay; the text message is your proof.</translation>
    </message>
    <message>
        <source>The line to the centre is down. You can still pay: it is posted when the line is back, the text follows.</source>
        <translation>The line to the centre is down. You can still pay: it is posted when the line is back, the text follows.</translation>
    </message>
    <message>
        <source>No change is given. Whatever is too much is credited to {number} {name}</source>
        <translation>No change is given. Whatever is too much is credited to {number} {name}</translation>
    </message>
    <message>
        <source>No receipt can be printed right now. The text message is your proof.</source>
        <translation>No receipt can be printed right now. The text message is your proof.</translation>
    </message>
    <message>
        <source>The receipt may fail. The text message is your proof.</source>
        <translation>The receipt may fail. The text message is your proof.</translation>
    </message>
    <message>
        <source>A stopped line is reconnected only when the centre can be reached again.</source>
        <translation>A stopped line is reconnected only when the centre can be reached again.</translation>
    </message>
    <message>
        <source>This number can&apos;t receive texts now. The confirmation is sent once it is reconnected.</source>
        <translation>This number can&apos;t receive texts now. The confirmation is sent once it is reconnected.</translation>
    </message>
    <message>
        <source>Only the notes shown are taken, one at a time. No coins.</source>
        <translation>Only the notes shown are taken, one at a time. No coins.</translation>
    </message>
    <message>
        <source>Cash can&apos;t be taken right now. Code {code}</source>
        <translation>Cash can&apos;t be taken right now. Code {code}</translation>
    </message>
    <message>
        <source>This terminal takes no bank cards.</source>
        <translation>This terminal takes no bank cards.</translation>
    </message>
    <message>
        <source>The note came back: {reason} It was not counted.</source>
        <translation>The note came back: {reason} It was not counted.</translation>
    </message>
    <message>
        <source>The note came back: at most {limit} can be paid at once. It was not counted.</source>
        <translation>The note came back: at most {limit} can be paid at once. It was not counted.</translation>
    </message>
    <message>
        <source>The note came back: you had already finished. Please take it; it was not counted.</source>
        <translation>The note came back: you had already finished. Please take it; it was not counted.</translation>
    </message>
    <message>
        <source>The note came back: this kind of note isn&apos;t taken here. It was not counted.</source>
        <translation>The note came back: this kind of note isn&apos;t taken here. It was not counted.</translation>
    </message>
    <message>
        <source>The note came back. Please take it; it was not counted.</source>
        <translation>The note came back. Please take it; it was not counted.</translation>
    </message>
    <message>
        <source>A note is stuck. What is shown above is safe. Please don&apos;t pull; press Finish and ask the staff.</source>
        <translation>A note is stuck. What is shown above is safe. Please don&apos;t pull; press Finish and ask the staff.</translation>
    </message>
    <message>
        <source>The note slot has stopped. What is shown above is safe. Please press Finish and ask the staff. Code {code}</source>
        <translation>The note slot has stopped. What is shown above is safe. Please press Finish and ask the staff. Code {code}</translation>
    </message>
    <message>
        <source>Please pull the second note out. Only one note at a time.</source>
        <translation>Please pull the second note out. Only one note at a time.</translation>
    </message>
    <message>
        <source>No more can be paid at once. Please press Finish.</source>
        <translation>No more can be paid at once. Please press Finish.</translation>
    </message>
    <message>
        <source>At least {minimum} must be paid.</source>
        <translation>At least {minimum} must be paid.</translation>
    </message>
    <message>
        <source>At most {maximum} can be paid at once.</source>
        <translation>At most {maximum} can be paid at once.</translation>
    </message>
    <message>
        <source>Please enter whole yuan.</source>
        <translation>Please enter whole yuan.</translation>
    </message>
    <message>
        <source>Your money is in and safe. It is being posted now.</source>
        <translation>Your money is in and safe. It is being posted now.</translation>
    </message>
    <message>
        <source>Paid. The money is on the account.</source>
        <translation>Paid. The money is on the account.</translation>
    </message>
    <message>
        <source>The terminal was interrupted. Your money is safe and is being paid to this number; please do not pay again.</source>
        <translation>The terminal was interrupted. Your money is safe and is being paid to this number; please do not pay again.</translation>
    </message>
    <message>
        <source>Your money is in and safe. It is posted as soon as the line is back; the text follows. You may go.</source>
        <translation>Your money is in and safe. It is posted as soon as the line is back; the text follows. You may go.</translation>
    </message>
    <message>
        <source>The centre refused the payment. Your money is recorded as owed to you. Please show the payment number at the counter. Code {code}</source>
        <translation>The centre refused the payment. Your money is recorded as owed to you. Please show the payment number at the counter. Code {code}</translation>
    </message>
    <message>
        <source>{amount} more is not counted yet: nobody can tell where the note is. The staff will credit or refund it. Please keep this code: {code}</source>
        <translation>{amount} more is not counted yet: nobody can tell where the note is. The staff will credit or refund it. Please keep this code: {code}</translation>
    </message>
    <message>
        <source>Nobody can tell yet where your {amount} is. It is recorded, and the staff will credit or refund it. Please keep this code: {code}</source>
        <translation>Nobody can tell yet where your {amount} is. It is recorded, and the staff will credit or refund it. Please keep this code: {code}</translation>
    </message>
    <message>
        <source>Not posted; the staff will settle it</source>
        <translation>Not posted; the staff will settle it</translation>
    </message>
    <message>
        <source>No receipt; note the payment number</source>
        <translation>No receipt; note the payment number</translation>
    </message>
    <message>
        <source>We can&apos;t tell yet whether it was posted. The amount is recorded and a person will settle it. Please keep the payment number. Code {code}</source>
        <translation>We can&apos;t tell yet whether it was posted. The amount is recorded and a person will settle it. Please keep the payment number. Code {code}</translation>
    </message>
    <message>
        <source>The terminal was interrupted. {amount} for {number} are safe inside and are being paid in. Now checking where the last note of {note} is, please wait.</source>
        <translation>The terminal was interrupted. {amount} for {number} are safe inside and are being paid in. Now checking where the last note of {note} is, please wait.</translation>
    </message>
    <message>
        <source>The terminal was interrupted. Now checking where the note of {note} for {number} is, please wait.</source>
        <translation>The terminal was interrupted. Now checking where the note of {note} for {number} is, please wait.</translation>
    </message>
    <message>
        <source>Bank cards can&apos;t be used right now. Cash works as usual. Code {code}</source>
        <translation>Bank cards can&apos;t be used right now. Cash works as usual. Code {code}</translation>
    </message>
    <message>
        <source>Nothing can be paid here right now. Please use another terminal or the counter. Code {code}</source>
        <translation>Nothing can be paid here right now. Please use another terminal or the counter. Code {code}</translation>
    </message>
    <message>
        <source>The line is down: your payment is posted when it is back; the text follows.</source>
        <translation>The line is down: your payment is posted when it is back; the text follows.</translation>
    </message>
    <message>
        <source>While the line is down, only {limit} more can be taken in cash. Please pay less or come back later.</source>
        <translation>While the line is down, only {limit} more can be taken in cash. Please pay less or come back later.</translation>
    </message>
    <message>
        <source>Bank cards can&apos;t be used right now. Code {code}</source>
        <translation>Bank cards can&apos;t be used right now. Code {code}</translation>
    </message>
    <message>
        <source>Bank cards can&apos;t be used while the line is down.</source>
        <translation>Bank cards can&apos;t be used while the line is down.</translation>
    </message>
    <message>
        <source>Bank cards can&apos;t be used while no receipt can be printed.</source>
        <translation>Bank cards can&apos;t be used while no receipt can be printed.</translation>
    </message>
    <message>
        <source>Bank cards are paused until an earlier card payment has been cleared up.</source>
        <translation>Bank cards are paused until an earlier card payment has been cleared up.</translation>
    </message>
    <message>
        <source>Nothing is left to pay.</source>
        <translation>Nothing is left to pay.</translation>
    </message>
    <message>
        <source>A note is still on its way.</source>
        <translation>A note is still on its way.</translation>
    </message>
    <message>
        <source>Nobody can tell yet where the {amount} note is. It is recorded, not counted, and the staff will settle it. Code {code}</source>
        <translation>Nobody can tell yet where the {amount} note is. It is recorded, not counted, and the staff will settle it. Code {code}</translation>
    </message>
    <message>
        <source>Waking the card terminal</source>
        <translation>Waking the card terminal</translation>
    </message>
    <message>
        <source>Please have your card ready.</source>
        <translation>Please have your card ready.</translation>
    </message>
    <message>
        <source>Insert your card, or hold it to the terminal</source>
        <translation>Insert your card, or hold it to the terminal</translation>
    </message>
    <message>
        <source>If you insert it, leave it in until you are asked to take it.</source>
        <translation>If you insert it, leave it in until you are asked to take it.</translation>
    </message>
    <message>
        <source>Please choose on the card terminal</source>
        <translation>Please choose on the card terminal</translation>
    </message>
    <message>
        <source>Read its small display and use its keys.</source>
        <translation>Read its small display and use its keys.</translation>
    </message>
    <message>
        <source>Enter your PIN on the card terminal</source>
        <translation>Enter your PIN on the card terminal</translation>
    </message>
    <message>
        <source>Look at its keys, not at this screen. Cover them with your hand, then press the green key.</source>
        <translation>Look at its keys, not at this screen. Cover them with your hand, then press the green key.</translation>
    </message>
    <message>
        <source>The bank is being asked</source>
        <translation>The bank is being asked</translation>
    </message>
    <message>
        <source>Please wait, and leave the card where it is. It can&apos;t be cancelled now.</source>
        <translation>Please wait, and leave the card where it is. It can&apos;t be cancelled now.</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>One moment, please</translation>
    </message>
    <message>
        <source>The card terminal is at work. Please leave the card where it is.</source>
        <translation>The card terminal is at work. Please leave the card where it is.</translation>
    </message>
    <message>
        <source>The bank agrees</source>
        <translation>The bank agrees</translation>
    </message>
    <message>
        <source>The card terminal is finishing. Please wait a moment.</source>
        <translation>The card terminal is finishing. Please wait a moment.</translation>
    </message>
    <message>
        <source>Please take your card back</source>
        <translation>Please take your card back</translation>
    </message>
    <message>
        <source>Then we go on by ourselves.</source>
        <translation>Then we go on by ourselves.</translation>
    </message>
    <message>
        <source>The charge is being taken back</source>
        <translation>The charge is being taken back</translation>
    </message>
    <message>
        <source>The card terminal does it by itself. Please wait for the result.</source>
        <translation>The card terminal does it by itself. Please wait for the result.</translation>
    </message>
    <message>
        <source>Checking what happened</source>
        <translation>Checking what happened</translation>
    </message>
    <message>
        <source>We lost the card terminal&apos;s answer and are asking it. Please wait, and do not pay again.</source>
        <translation>We lost the card terminal&apos;s answer and are asking it. Please wait, and do not pay again.</translation>
    </message>
    <message>
        <source>The card payment was cancelled.</source>
        <translation>The card payment was cancelled.</translation>
    </message>
    <message>
        <source>You can try again, or pay in another way.</source>
        <translation>You can try again, or pay in another way.</translation>
    </message>
    <message>
        <source>The card terminal waited, and nothing came.</source>
        <translation>The card terminal waited, and nothing came.</translation>
    </message>
    <message>
        <source>Please have the card ready, and try again.</source>
        <translation>Please have the card ready, and try again.</translation>
    </message>
    <message>
        <source>The card could not be read.</source>
        <translation>The card could not be read.</translation>
    </message>
    <message>
        <source>Please try again with the chip forward and up, or use another card.</source>
        <translation>Please try again with the chip forward and up, or use another card.</translation>
    </message>
    <message>
        <source>This kind of card isn&apos;t taken here.</source>
        <translation>This kind of card isn&apos;t taken here.</translation>
    </message>
    <message>
        <source>Please use another card, or pay in another way.</source>
        <translation>Please use another card, or pay in another way.</translation>
    </message>
    <message>
        <source>This card has expired.</source>
        <translation>This card has expired.</translation>
    </message>
    <message>
        <source>The PIN was wrong.</source>
        <translation>The PIN was wrong.</translation>
    </message>
    <message>
        <source>Please think it over, then try again or use another card.</source>
        <translation>Please think it over, then try again or use another card.</translation>
    </message>
    <message>
        <source>The PIN was wrong too often.</source>
        <translation>The PIN was wrong too often.</translation>
    </message>
    <message>
        <source>Please use another card. Only your bank can unlock this one.</source>
        <translation>Please use another card. Only your bank can unlock this one.</translation>
    </message>
    <message>
        <source>There isn&apos;t enough money on this card.</source>
        <translation>There isn&apos;t enough money on this card.</translation>
    </message>
    <message>
        <source>This is more than the card may pay.</source>
        <translation>This is more than the card may pay.</translation>
    </message>
    <message>
        <source>The bank declined the payment.</source>
        <translation>The bank declined the payment.</translation>
    </message>
    <message>
        <source>Your bank can tell you why. Please use another card, or pay in another way.</source>
        <translation>Your bank can tell you why. Please use another card, or pay in another way.</translation>
    </message>
    <message>
        <source>The bank could not be reached.</source>
        <translation>The bank could not be reached.</translation>
    </message>
    <message>
        <source>Please try again in a minute, or pay in another way.</source>
        <translation>Please try again in a minute, or pay in another way.</translation>
    </message>
    <message>
        <source>The card terminal can&apos;t do it right now.</source>
        <translation>The card terminal can&apos;t do it right now.</translation>
    </message>
    <message>
        <source>Please pay in another way, or ask the staff.</source>
        <translation>Please pay in another way, or ask the staff.</translation>
    </message>
    <message>
        <source>The card payment was interrupted. We have asked the card terminal: nothing was taken.</source>
        <translation>The card payment was interrupted. We have asked the card terminal: nothing was taken.</translation>
    </message>
    <message>
        <source>The card payment was interrupted. The card terminal has undone it.</source>
        <translation>The card payment was interrupted. The card terminal has undone it.</translation>
    </message>
    <message>
        <source>Your bank may show both for a while; they cancel out. You can try again.</source>
        <translation>Your bank may show both for a while; they cancel out. You can try again.</translation>
    </message>
    <message>
        <source>It isn&apos;t known yet whether {amount} was taken from the card. We find out by ourselves, mostly within minutes: a charge is then credited or undone. Please do not pay again. Code {code}</source>
        <translation>It isn&apos;t known yet whether {amount} was taken from the card. We find out by ourselves, mostly within minutes: a charge is then credited or undone. Please do not pay again. Code {code}</translation>
    </message>
    <message>
        <source>Nobody can tell yet whether {amount} was taken from the card. The staff settle it by the bank&apos;s statement, within days: a charge is credited or given back. Code {code}</source>
        <translation>Nobody can tell yet whether {amount} was taken from the card. The staff settle it by the bank&apos;s statement, within days: a charge is credited or given back. Code {code}</translation>
    </message>
    <message>
        <source>We have asked the card terminal: nothing was taken from the card, and nothing was paid.</source>
        <translation>We have asked the card terminal: nothing was taken from the card, and nothing was paid.</translation>
    </message>
    <message>
        <source>The centre refused the payment. {amount} goes back to the card; what went in as notes is recorded as owed to you. Please show the payment number at the counter. Code {code}</source>
        <translation>The centre refused the payment. {amount} goes back to the card; what went in as notes is recorded as owed to you. Please show the payment number at the counter. Code {code}</translation>
    </message>
    <message>
        <source>Posted if the card was charged</source>
        <translation>Posted if the card was charged</translation>
    </message>
    <message>
        <source>Not posted; nothing was paid</source>
        <translation>Not posted; nothing was paid</translation>
    </message>
    <message>
        <source>Not posted; the card has its money back</source>
        <translation>Not posted; the card has its money back</translation>
    </message>
    <message>
        <source>The centre refused the payment. The card terminal has given {amount} back to the card. Nothing is lost.</source>
        <translation>The centre refused the payment. The card terminal has given {amount} back to the card. Nothing is lost.</translation>
    </message>
    <message>
        <source>A text message is on its way</source>
        <translation>A text message is on its way</translation>
    </message>
    <message>
        <source>Text message sent</source>
        <translation>Text message sent</translation>
    </message>
    <message>
        <source>Text message delivered</source>
        <translation>Text message delivered</translation>
    </message>
    <message>
        <source>The text message failed; the payment itself counts</source>
        <translation>The text message failed; the payment itself counts</translation>
    </message>
    <message>
        <source>The text message follows when the line is reconnected</source>
        <translation>The text message follows when the line is reconnected</translation>
    </message>
    <message>
        <source>The receipt failed; the payment counts. Please note the payment number. The text message is your proof.</source>
        <translation>The receipt failed; the payment counts. Please note the payment number. The text message is your proof.</translation>
    </message>
    <message>
        <source>This terminal can&apos;t record money safely and takes none. Money already in is recorded.</source>
        <translation>This terminal can&apos;t record money safely and takes none. Money already in is recorded.</translation>
    </message>
    <message>
        <source>This terminal has found something it must not decide alone, so it takes no money.</source>
        <translation>This terminal has found something it must not decide alone, so it takes no money.</translation>
    </message>
    <message>
        <source>This terminal could not start properly and takes no money.</source>
        <translation>This terminal could not start properly and takes no money.</translation>
    </message>
    <message>
        <source>This terminal has a fault and could not start again. Everything that was paid is recorded and safe: nothing need be paid twice.</source>
        <translation>This terminal has a fault and could not start again. Everything that was paid is recorded and safe: nothing need be paid twice.</translation>
    </message>
    <message>
        <source>Neither cash nor cards can be taken here right now.</source>
        <translation>Neither cash nor cards can be taken here right now.</translation>
    </message>
    <message>
        <source>Posting to the account</source>
        <translation>Posting to the account</translation>
    </message>
    <message>
        <source>Posted to the account</source>
        <translation>Posted to the account</translation>
    </message>
    <message>
        <source>Will be posted when the line is back</source>
        <translation>Will be posted when the line is back</translation>
    </message>
    <message>
        <source>Nothing to post</source>
        <translation>Nothing to post</translation>
    </message>
    <message>
        <source>The text message follows when the line is back</source>
        <translation>The text message follows when the line is back</translation>
    </message>
    <message>
        <source>The text message follows after posting</source>
        <translation>The text message follows after posting</translation>
    </message>
    <message>
        <source>No text message</source>
        <translation>No text message</translation>
    </message>
    <message>
        <source>The line was not stopped</source>
        <translation>The line was not stopped</translation>
    </message>
    <message>
        <source>The stopped line is being reconnected</source>
        <translation>The stopped line is being reconnected</translation>
    </message>
    <message>
        <source>The line is reconnected</source>
        <translation>The line is reconnected</translation>
    </message>
    <message>
        <source>Reconnecting takes longer than it should; we are on it</source>
        <translation>Reconnecting takes longer than it should; we are on it</translation>
    </message>
    <message>
        <source>The line is reconnected after posting</source>
        <translation>The line is reconnected after posting</translation>
    </message>
    <message>
        <source>The line stays stopped; please ask at the counter</source>
        <translation>The line stays stopped; please ask at the counter</translation>
    </message>
    <message>
        <source>Your receipt is being printed</source>
        <translation>Your receipt is being printed</translation>
    </message>
    <message>
        <source>Please take your receipt</source>
        <translation>Please take your receipt</translation>
    </message>
    <message>
        <source>The receipt can be printed later at the counter</source>
        <translation>The receipt can be printed later at the counter</translation>
    </message>
    <message>
        <source>Receipt was drawn back, not taken</source>
        <translation>Receipt was drawn back, not taken</translation>
    </message>
    <message>
        <source>No receipt, as agreed</source>
        <translation>No receipt, as agreed</translation>
    </message>
    <message>
        <source>In service</source>
        <translation>In service</translation>
    </message>
    <message>
        <source>Stopped: can&apos;t make calls</source>
        <translation>Stopped: can&apos;t make calls</translation>
    </message>
    <message>
        <source>Stopped: no calls, no texts</source>
        <translation>Stopped: no calls, no texts</translation>
    </message>
    <message>
        <source>State unknown while the line is down</source>
        <translation>State unknown while the line is down</translation>
    </message>
    <message>
        <source>Checking the note</source>
        <translation>Checking the note</translation>
    </message>
    <message>
        <source>Going into the box</source>
        <translation>Going into the box</translation>
    </message>
    <message>
        <source>In the box</source>
        <translation>In the box</translation>
    </message>
    <message>
        <source>Coming back to you</source>
        <translation>Coming back to you</translation>
    </message>
    <message>
        <source>please put it in straight, by its short side.</source>
        <translation>please put it in straight, by its short side.</translation>
    </message>
    <message>
        <source>it could not be read. Smooth it out or use another.</source>
        <translation>it could not be read. Smooth it out or use another.</translation>
    </message>
    <message>
        <source>this note isn&apos;t taken right now.</source>
        <translation>this note isn&apos;t taken right now.</translation>
    </message>
    <message>
        <source>please put in one note at a time.</source>
        <translation>please put in one note at a time.</translation>
    </message>
    <message>
        <source>this is not a note.</source>
        <translation>this is not a note.</translation>
    </message>
    <message>
        <source>Something unusual happened. Please ask the staff. Code {code}</source>
        <translation>Something unusual happened. Please ask the staff. Code {code}</translation>
    </message>
    <message>
        <source>This password is too simple to be safe, so it is not taken. Please use a text code instead.</source>
        <translation>This password is too simple to be safe, so it is not taken. Please use a text code instead.</translation>
    </message>
    <message>
        <source>For your safety the time for asking is over. Please prove once more that it is your number.</source>
        <translation>For your safety the time for asking is over. Please prove once more that it is your number.</translation>
    </message>
    <message>
        <source>That was not right. Please enter it again. Tries left: {tries}.</source>
        <translation>That was not right. Please enter it again. Tries left: {tries}.</translation>
    </message>
    <message>
        <source>That was not right, and it was the last try. Please choose once more how to prove it.</source>
        <translation>That was not right, and it was the last try. Please choose once more how to prove it.</translation>
    </message>
    <message>
        <source>Too many wrong tries: locked until {until}. Please use the other way, or ask at the counter. Paying works as usual.</source>
        <translation>Too many wrong tries: locked until {until}. Please use the other way, or ask at the counter. Paying works as usual.</translation>
    </message>
    <message>
        <source>The time to enter it is over. Please choose once more how to prove it.</source>
        <translation>The time to enter it is over. Please choose once more how to prove it.</translation>
    </message>
    <message>
        <source>That was asked too often. Please wait {seconds} seconds and try again.</source>
        <translation>That was asked too often. Please wait {seconds} seconds and try again.</translation>
    </message>
    <message>
        <source>This number can&apos;t get texts now. Please use the service password, or ask at the counter.</source>
        <translation>This number can&apos;t get texts now. Please use the service password, or ask at the counter.</translation>
    </message>
    <message>
        <source>Already given</source>
        <translation>Already given</translation>
    </message>
    <message>
        <source>The centre no longer keeps this month. Please choose a later one, or ask at the counter.</source>
        <translation>The centre no longer keeps this month. Please choose a later one, or ask at the counter.</translation>
    </message>
    <message>
        <source>Nothing can be shown for this number here. Please check the number, or ask at the counter.</source>
        <translation>Nothing can be shown for this number here. Please check the number, or ask at the counter.</translation>
    </message>
    <message>
        <source>The centre did not answer. Nothing was changed. Please try again in a moment.</source>
        <translation>The centre did not answer. Nothing was changed. Please try again in a moment.</translation>
    </message>
    <message>
        <source>The clock of this terminal is wrong, so the centre does not answer it. Nothing was changed. Please tell the staff, or use another terminal.</source>
        <translation>The clock of this terminal is wrong, so the centre does not answer it. Nothing was changed. Please tell the staff, or use another terminal.</translation>
    </message>
    <message>
        <source>The centre does not accept this terminal now. Nothing was changed. Please tell the staff, or use another terminal.</source>
        <translation>The centre does not accept this terminal now. Nothing was changed. Please tell the staff, or use another terminal.</translation>
    </message>
    <message>
        <source>The line to the centre is down: asking is not possible now. You can still pay.</source>
        <translation>The line to the centre is down: asking is not possible now. You can still pay.</translation>
    </message>
    <message>
        <source>The list of services could not be fetched yet. You can pay now; please come back later to ask.</source>
        <translation>The list of services could not be fetched yet. You can pay now; please come back later to ask.</translation>
    </message>
    <message>
        <source>This is not offered right now. Please choose another service, or ask at the counter.</source>
        <translation>This is not offered right now. Please choose another service, or ask at the counter.</translation>
    </message>
    <message>
        <source>There is no such day. The number begins with the day of the payment: year, month and day.</source>
        <translation>There is no such day. The number begins with the day of the payment: year, month and day.</translation>
    </message>
    <message>
        <source>This can&apos;t be the number: one character is wrong. Please compare it with the slip or the text.</source>
        <translation>This can&apos;t be the number: one character is wrong. Please compare it with the slip or the text.</translation>
    </message>
    <message>
        <source>No receipt has this number. Please compare it with the slip or the text. A payment still to be posted gets its number by text afterwards.</source>
        <translation>No receipt has this number. Please compare it with the slip or the text. A payment still to be posted gets its number by text afterwards.</translation>
    </message>
    <message>
        <source>The centre did not answer: no copy now. Please keep the number and try again later. A payment still to be posted gets its number by text afterwards.</source>
        <translation>The centre did not answer: no copy now. Please keep the number and try again later. A payment still to be posted gets its number by text afterwards.</translation>
    </message>
    <message>
        <source>This receipt has been printed again too often. The counter can help; the receipt&apos;s number stays good.</source>
        <translation>This receipt has been printed again too often. The counter can help; the receipt&apos;s number stays good.</translation>
    </message>
    <message>
        <source>A copy of a receipt needs a text code.</source>
        <translation>A copy of a receipt needs a text code.</translation>
    </message>
    <message>
        <source>This number can&apos;t get texts now. Please print the copy by the number on the slip, or ask at the counter.</source>
        <translation>This number can&apos;t get texts now. Please print the copy by the number on the slip, or ask at the counter.</translation>
    </message>
    <message>
        <source>The printer can&apos;t print right now. Nothing was printed or charged. Please ask the staff. Code {code}</source>
        <translation>The printer can&apos;t print right now. Nothing was printed or charged. Please ask the staff. Code {code}</translation>
    </message>
    <message>
        <source>The slip was not printed whole. Nothing was charged. Please try again, or ask the staff. Code {code}</source>
        <translation>The slip was not printed whole. Nothing was charged. Please try again, or ask the staff. Code {code}</translation>
    </message>
    <message>
        <source>The printer did not answer. Please check that the slip is whole; if not, ask the staff.</source>
        <translation>The printer did not answer. Please check that the slip is whole; if not, ask the staff.</translation>
    </message>
    <message>
        <source>The slip was drawn back in. You can print it again; it is marked as a copy.</source>
        <translation>The slip was drawn back in. You can print it again; it is marked as a copy.</translation>
    </message>
    <message>
        <source>Your slip is still in the printer&apos;s mouth. Please pull it out.</source>
        <translation>Your slip is still in the printer&apos;s mouth. Please pull it out.</translation>
    </message>
    <message>
        <source>{count} records do not fit on one slip and are left out. Choose a day or a kind to print fewer.</source>
        <translation>{count} records do not fit on one slip and are left out. Choose a day or a kind to print fewer.</translation>
    </message>
    <message>
        <source>Jan</source>
        <translation>Jan</translation>
    </message>
    <message>
        <source>Feb</source>
        <translation>Feb</translation>
    </message>
    <message>
        <source>Mar</source>
        <translation>Mar</translation>
    </message>
    <message>
        <source>Apr</source>
        <translation>Apr</translation>
    </message>
    <message>
        <source>May</source>
        <translation>May</translation>
    </message>
    <message>
        <source>Jun</source>
        <translation>Jun</translation>
    </message>
    <message>
        <source>Jul</source>
        <translation>Jul</translation>
    </message>
    <message>
        <source>Aug</source>
        <translation>Aug</translation>
    </message>
    <message>
        <source>Sep</source>
        <translation>Sep</translation>
    </message>
    <message>
        <source>Oct</source>
        <translation>Oct</translation>
    </message>
    <message>
        <source>Nov</source>
        <translation>Nov</translation>
    </message>
    <message>
        <source>Dec</source>
        <translation>Dec</translation>
    </message>
    <message>
        <source>{day} {month}</source>
        <translation>{day} {month}</translation>
    </message>
    <message>
        <source>{day} {month} {time}</source>
        <translation>{day} {month} {time}</translation>
    </message>
    <message>
        <source>{day} {month} {year}</source>
        <translation>{day} {month} {year}</translation>
    </message>
    <message>
        <source>{month} {year}</source>
        <translation>{month} {year}</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min {seconds} s</source>
        <translation>{hours} h {minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>As of {moment}</source>
        <translation>As of {moment}</translation>
    </message>
    <message>
        <source>until {day}</source>
        <translation>until {day}</translation>
    </message>
    <message>
        <source>since {day}</source>
        <translation>since {day}</translation>
    </message>
    <message>
        <source>collected for {name}</source>
        <translation>collected for {name}</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>All kinds</translation>
    </message>
    <message>
        <source>The new list could not be fetched: below is the one from before. Please try again in a moment.</source>
        <translation>The new list could not be fetched: below is the one from before. Please try again in a moment.</translation>
    </message>
    <message>
        <source>Before the line is stopped you get a text.</source>
        <translation>Before the line is stopped you get a text.</translation>
    </message>
    <message>
        <source>Before the line is stopped one of us calls you.</source>
        <translation>Before the line is stopped one of us calls you.</translation>
    </message>
    <message>
        <source>This number can&apos;t get texts now, so nothing can be ended here. Please ask at the counter.</source>
        <translation>This number can&apos;t get texts now, so nothing can be ended here. Please ask at the counter.</translation>
    </message>
    <message>
        <source>Not possible until {day}: {what}. Reason: {why}.</source>
        <translation>Not possible until {day}: {what}. Reason: {why}.</translation>
    </message>
    <message>
        <source>Adjustments</source>
        <translation>Adjustments</translation>
    </message>
    <message>
        <source>Done: {name} is ended. Nothing is charged from {until} on.</source>
        <translation>Done: {name} is ended. Nothing is charged from {until} on.</translation>
    </message>
    <message>
        <source>Nothing to end: this number does not have {name}. Nothing was changed or charged.</source>
        <translation>Nothing to end: this number does not have {name}. Nothing was changed or charged.</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>Diagnosis</source>
        <translation>Diagnosis</translation>
    </message>
    <message>
        <source>Readiness</source>
        <translation>Readiness</translation>
    </message>
    <message>
        <source>A note in and out</source>
        <translation>A note in and out</translation>
    </message>
    <message>
        <source>Print and cut</source>
        <translation>Print and cut</translation>
    </message>
    <message>
        <source>Card terminal and bank</source>
        <translation>Card terminal and bank</translation>
    </message>
    <message>
        <source>Touch screen</source>
        <translation>Touch screen</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Network</translation>
    </message>
    <message>
        <source>The centre&apos;s answer</source>
        <translation>The centre&apos;s answer</translation>
    </message>
    <message>
        <source>Text message</source>
        <translation>Text message</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Clock</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disk</translation>
    </message>
    <message>
        <source>A test page is being printed and cut.</source>
        <translation>A test page is being printed and cut.</translation>
    </message>
    <message>
        <source>The card terminal is asked whether it reaches its bank. No card is charged.</source>
        <translation>The card terminal is asked whether it reaches its bank. No card is charged.</translation>
    </message>
    <message>
        <source>A tone is being played.</source>
        <translation>A tone is being played.</translation>
    </message>
    <message>
        <source>The way to the centre is being tried.</source>
        <translation>The way to the centre is being tried.</translation>
    </message>
    <message>
        <source>The centre is asked for a signed answer.</source>
        <translation>The centre is asked for a signed answer.</translation>
    </message>
    <message>
        <source>A text is on its way to your own phone.</source>
        <translation>A text is on its way to your own phone.</translation>
    </message>
    <message>
        <source>This clock is compared with the centre&apos;s.</source>
        <translation>This clock is compared with the centre&apos;s.</translation>
    </message>
    <message>
        <source>Room and speed of the disk are being measured.</source>
        <translation>Room and speed of the disk are being measured.</translation>
    </message>
    <message>
        <source>The note slot is being opened.</source>
        <translation>The note slot is being opened.</translation>
    </message>
    <message>
        <source>One moment.</source>
        <translation>One moment.</translation>
    </message>
    <message>
        <source>Put one note of your own into the slot. It comes back; nothing is credited.</source>
        <translation>Put one note of your own into the slot. It comes back; nothing is credited.</translation>
    </message>
    <message>
        <source>The note is being looked at.</source>
        <translation>The note is being looked at.</translation>
    </message>
    <message>
        <source>The note of {amount} is coming back. Please take it.</source>
        <translation>The note of {amount} is coming back. Please take it.</translation>
    </message>
    <message>
        <source>Wait until the note is back; then this page ends.</source>
        <translation>Wait until the note is back; then this page ends.</translation>
    </message>
    <message>
        <source>The note came back: {reason}</source>
        <translation>The note came back: {reason}</translation>
    </message>
    <message>
        <source>Can every line of the page be read?</source>
        <translation>Can every line of the page be read?</translation>
    </message>
    <message>
        <source>Is the page cut cleanly?</source>
        <translation>Is the page cut cleanly?</translation>
    </message>
    <message>
        <source>Is the print straight on the paper?</source>
        <translation>Is the print straight on the paper?</translation>
    </message>
    <message>
        <source>Did you hear the tone?</source>
        <translation>Did you hear the tone?</translation>
    </message>
    <message>
        <source>Did the text reach your phone?</source>
        <translation>Did the text reach your phone?</translation>
    </message>
    <message>
        <source>Touch every field. {left} to go</source>
        <translation>Touch every field. {left} to go</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Passed</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Skipped</translation>
    </message>
    <message>
        <source>Never tried</source>
        <translation>Never tried</translation>
    </message>
    <message>
        <source>too long ago</source>
        <translation>too long ago</translation>
    </message>
    <message>
        <source>{at} by {staff}</source>
        <translation>{at} by {staff}</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>every device, one by one</source>
        <translation>every device, one by one</translation>
    </message>
    <message>
        <source>may it open, and why</source>
        <translation>may it open, and why</translation>
    </message>
    <message>
        <source>Fault bundle {name}: it lies in this terminal&apos;s storage.</source>
        <translation>Fault bundle {name}: it lies in this terminal&apos;s storage.</translation>
    </message>
    <message>
        <source>The fault bundle could not be made. The disk may be full; the log says why.</source>
        <translation>The fault bundle could not be made. The disk may be full; the log says why.</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>not readable</translation>
    </message>
    <message>
        <source>not cut</source>
        <translation>not cut</translation>
    </message>
    <message>
        <source>not straight</source>
        <translation>not straight</translation>
    </message>
    <message>
        <source>not heard</source>
        <translation>not heard</translation>
    </message>
    <message>
        <source>did not arrive</source>
        <translation>did not arrive</translation>
    </message>
    <message>
        <source>the note came back</source>
        <translation>the note came back</translation>
    </message>
    <message>
        <source>the note went into the box; two people settle it</source>
        <translation>the note went into the box; two people settle it</translation>
    </message>
    <message>
        <source>nobody knows where the note is; two people settle it</source>
        <translation>nobody knows where the note is; two people settle it</translation>
    </message>
    <message>
        <source>no note was put in</source>
        <translation>no note was put in</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>no answer in time</translation>
    </message>
    <message>
        <source>nobody said yes or no</source>
        <translation>nobody said yes or no</translation>
    </message>
    <message>
        <source>no sound player, or sound is switched off</source>
        <translation>no sound player, or sound is switched off</translation>
    </message>
    <message>
        <source>no way out: is the cable in?</source>
        <translation>no way out: is the cable in?</translation>
    </message>
    <message>
        <source>Ready to open</source>
        <translation>Ready to open</translation>
    </message>
    <message>
        <source>Ready, with limits</source>
        <translation>Ready, with limits</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>Not ready</translation>
    </message>
    <message>
        <source>No open money</source>
        <translation>No open money</translation>
    </message>
    <message>
        <source>Open money: {amount}</source>
        <translation>Open money: {amount}</translation>
    </message>
    <message>
        <source>Reading the books …</source>
        <translation>Reading the books …</translation>
    </message>
    <message>
        <source>The report is printed.</source>
        <translation>The report is printed.</translation>
    </message>
    <message>
        <source>The report was not printed; see the printer.</source>
        <translation>The report was not printed; see the printer.</translation>
    </message>
    <message>
        <source>The report may be out or cut short; see the printer.</source>
        <translation>The report may be out or cut short; see the printer.</translation>
    </message>
    <message>
        <source>Calling a person …</source>
        <translation>Calling a person …</translation>
    </message>
    <message>
        <source>A person has been told. Please wait here: your money is safe.</source>
        <translation>A person has been told. Please wait here: your money is safe.</translation>
    </message>
    <message>
        <source>Your call is noted at the centre. For help at once, ask the staff here or ring {phone}.</source>
        <translation>Your call is noted at the centre. For help at once, ask the staff here or ring {phone}.</translation>
    </message>
    <message>
        <source>Nobody could be reached from here. Please ring {phone}. Nothing that went in is lost.</source>
        <translation>Nobody could be reached from here. Please ring {phone}. Nothing that went in is lost.</translation>
    </message>
    <message>
        <source>The centre has not told this terminal yet who works here. Paper can be changed without logging in.</source>
        <translation>The centre has not told this terminal yet who works here. Paper can be changed without logging in.</translation>
    </message>
    <message>
        <source>Number or PIN is not right. Please try again.</source>
        <translation>Number or PIN is not right. Please try again.</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Please wait {minutes} min, or ask for a code.</source>
        <translation>Too many wrong PINs. Please wait {minutes} min, or ask for a code.</translation>
    </message>
    <message>
        <source>A PIN has 6 to 12 digits.</source>
        <translation>A PIN has 6 to 12 digits.</translation>
    </message>
    <message>
        <source>That is too easy to guess: no runs, and no single digit again and again.</source>
        <translation>That is too easy to guess: no runs, and no single digit again and again.</translation>
    </message>
    <message>
        <source>Please take no date, and nothing of your staff number.</source>
        <translation>Please take no date, and nothing of your staff number.</translation>
    </message>
    <message>
        <source>The two PINs differ. Please choose one again.</source>
        <translation>The two PINs differ. Please choose one again.</translation>
    </message>
    <message>
        <source>The new PIN could not be kept. The old one stays; please try again.</source>
        <translation>The new PIN could not be kept. The old one stays; please try again.</translation>
    </message>
    <message>
        <source>Staff number</source>
        <translation>Staff number</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Choose a new PIN</source>
        <translation>Choose a new PIN</translation>
    </message>
    <message>
        <source>The new PIN once more</source>
        <translation>The new PIN once more</translation>
    </message>
    <message>
        <source>For the hall&apos;s staff. Wrong tries are recorded.</source>
        <translation>For the hall&apos;s staff. Wrong tries are recorded.</translation>
    </message>
    <message>
        <source>Please cover the keys with your hand.</source>
        <translation>Please cover the keys with your hand.</translation>
    </message>
    <message>
        <source>6 to 12 digits that only you know.</source>
        <translation>6 to 12 digits that only you know.</translation>
    </message>
    <message>
        <source>So that no slip of a finger locks you out.</source>
        <translation>So that no slip of a finger locks you out.</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>viewer</translation>
    </message>
    <message>
        <source>technician</source>
        <translation>technician</translation>
    </message>
    <message>
        <source>cash</source>
        <translation>cash</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>administrator</translation>
    </message>
    <message>
        <source>The lock is lifted. Please type your PIN.</source>
        <translation>The lock is lifted. Please type your PIN.</translation>
    </message>
    <message>
        <source>cash handler</source>
        <translation>cash handler</translation>
    </message>
    <message>
        <source>May open: everything works</source>
        <translation>May open: everything works</translation>
    </message>
    <message>
        <source>May open, with limits</source>
        <translation>May open, with limits</translation>
    </message>
    <message>
        <source>May not open</source>
        <translation>May not open</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Cash</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>Cards</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>Receipts</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>Centre</translation>
    </message>
    <message>
        <source>{count} payments wait to be posted</source>
        <translation>{count} payments wait to be posted</translation>
    </message>
    <message>
        <source>nothing waits to be posted</source>
        <translation>nothing waits to be posted</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Records</translation>
    </message>
    <message>
        <source>Change paper</source>
        <translation>Change paper</translation>
    </message>
    <message>
        <source>about {metres} m, {slips} slips</source>
        <translation>about {metres} m, {slips} slips</translation>
    </message>
    <message>
        <source>Note acceptor</source>
        <translation>Note acceptor</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>Card terminal</source>
        <translation>Card terminal</translation>
    </message>
    <message>
        <source>This terminal</source>
        <translation>This terminal</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>Works</translation>
    </message>
    <message>
        <source>At work</source>
        <translation>At work</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Starting</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>Silent</translation>
    </message>
    <message>
        <source>No power</source>
        <translation>No power</translation>
    </message>
    <message>
        <source>Unplugged</source>
        <translation>Unplugged</translation>
    </message>
    <message>
        <source>Needs hands</source>
        <translation>Needs hands</translation>
    </message>
    <message>
        <source>Faulty</source>
        <translation>Faulty</translation>
    </message>
    <message>
        <source>Suspicious</source>
        <translation>Suspicious</translation>
    </message>
    <message>
        <source>Works, see to it</source>
        <translation>Works, see to it</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Stopped</translation>
    </message>
    <message>
        <source>Open money</source>
        <translation>Open money</translation>
    </message>
    <message>
        <source>two people decide</source>
        <translation>two people decide</translation>
    </message>
    <message>
        <source>Decide about a note or a payment</source>
        <translation>Decide about a note or a payment</translation>
    </message>
    <message>
        <source>Record a note that was found</source>
        <translation>Record a note that was found</translation>
    </message>
    <message>
        <source>{count} wait for a decision: {amount}</source>
        <translation>{count} wait for a decision: {amount}</translation>
    </message>
    <message>
        <source>Nothing is open: every note and every payment is where it should be.</source>
        <translation>Nothing is open: every note and every payment is where it should be.</translation>
    </message>
    <message>
        <source>Type a code of the slip: payment no., receipt no., or the case&apos;s code.</source>
        <translation>Type a code of the slip: payment no., receipt no., or the case&apos;s code.</translation>
    </message>
    <message>
        <source>Looking it up in this terminal&apos;s ledger …</source>
        <translation>Looking it up in this terminal&apos;s ledger …</translation>
    </message>
    <message>
        <source>This terminal knows no such code. Compare it with the slip: which terminal printed it?</source>
        <translation>This terminal knows no such code. Compare it with the slip: which terminal printed it?</translation>
    </message>
    <message>
        <source>You have looked for many codes within an hour. You can look again in {minutes} min.</source>
        <translation>You have looked for many codes within an hour. You can look again in {minutes} min.</translation>
    </message>
    <message>
        <source>Records before {day} are too old to be looked through here. All of them: by command word, ledger show.</source>
        <translation>Records before {day} are too old to be looked through here. All of them: by command word, ledger show.</translation>
    </message>
    <message>
        <source>The ledger could not be read now. Nothing is lost; please try again.</source>
        <translation>The ledger could not be read now. Nothing is lost; please try again.</translation>
    </message>
    <message>
        <source>Somebody begins to pay for {number}</source>
        <translation>Somebody begins to pay for {number}</translation>
    </message>
    <message>
        <source>Somebody begins to pay for {number}; the line was down</source>
        <translation>Somebody begins to pay for {number}; the line was down</translation>
    </message>
    <message>
        <source>The visit is over</source>
        <translation>The visit is over</translation>
    </message>
    <message>
        <source>Note in escrow, written down before it is taken in</source>
        <translation>Note in escrow, written down before it is taken in</translation>
    </message>
    <message>
        <source>Note in the cash box, by the acceptor&apos;s own report</source>
        <translation>Note in the cash box, by the acceptor&apos;s own report</translation>
    </message>
    <message>
        <source>Note given back</source>
        <translation>Note given back</translation>
    </message>
    <message>
        <source>Note not wanted; it is to be given back</source>
        <translation>Note not wanted; it is to be given back</translation>
    </message>
    <message>
        <source>Where the note is is not known: case {code} ({why})</source>
        <translation>Where the note is is not known: case {code} ({why})</translation>
    </message>
    <message>
        <source>Note found by {staff_id}</source>
        <translation>Note found by {staff_id}</translation>
    </message>
    <message>
        <source>Decided by {first} and {second}: {outcome}</source>
        <translation>Decided by {first} and {second}: {outcome}</translation>
    </message>
    <message>
        <source>credited to the number</source>
        <translation>credited to the number</translation>
    </message>
    <message>
        <source>handed to the customer</source>
        <translation>handed to the customer</translation>
    </message>
    <message>
        <source>looked for, and not there</source>
        <translation>looked for, and not there</translation>
    </message>
    <message>
        <source>counterfeit</source>
        <translation>counterfeit</translation>
    </message>
    <message>
        <source>the centre had it already</source>
        <translation>the centre had it already</translation>
    </message>
    <message>
        <source>Card sale begins</source>
        <translation>Card sale begins</translation>
    </message>
    <message>
        <source>The bank has approved; the approval is written down</source>
        <translation>The bank has approved; the approval is written down</translation>
    </message>
    <message>
        <source>Card ending in {last4} charged</source>
        <translation>Card ending in {last4} charged</translation>
    </message>
    <message>
        <source>Nothing was taken from the card ({code})</source>
        <translation>Nothing was taken from the card ({code})</translation>
    </message>
    <message>
        <source>The end of the card sale was not seen: case {code}</source>
        <translation>The end of the card sale was not seen: case {code}</translation>
    </message>
    <message>
        <source>The card terminal can&apos;t tell; two persons decide: case {code}</source>
        <translation>The card terminal can&apos;t tell; two persons decide: case {code}</translation>
    </message>
    <message>
        <source>Decided by {first} and {second}: the card was charged</source>
        <translation>Decided by {first} and {second}: the card was charged</translation>
    </message>
    <message>
        <source>Decided by {first} and {second}: the payer has the money</source>
        <translation>Decided by {first} and {second}: the payer has the money</translation>
    </message>
    <message>
        <source>The charge is to be taken back</source>
        <translation>The charge is to be taken back</translation>
    </message>
    <message>
        <source>The charge went back to the card</source>
        <translation>The charge went back to the card</translation>
    </message>
    <message>
        <source>The charge can&apos;t be taken back; it is owed ({code})</source>
        <translation>The charge can&apos;t be taken back; it is owed ({code})</translation>
    </message>
    <message>
        <source>Payment {payment} ({tender}) is written, waits to be posted</source>
        <translation>Payment {payment} ({tender}) is written, waits to be posted</translation>
    </message>
    <message>
        <source>Posted by the centre: receipt no. {receipt_number}</source>
        <translation>Posted by the centre: receipt no. {receipt_number}</translation>
    </message>
    <message>
        <source>Refused by the centre, the money is owed ({why})</source>
        <translation>Refused by the centre, the money is owed ({why})</translation>
    </message>
    <message>
        <source>The centre contradicts this terminal ({why})</source>
        <translation>The centre contradicts this terminal ({why})</translation>
    </message>
    <message>
        <source>Text message: {state}</source>
        <translation>Text message: {state}</translation>
    </message>
    <message>
        <source>The line is open again</source>
        <translation>The line is open again</translation>
    </message>
    <message>
        <source>Printing begins</source>
        <translation>Printing begins</translation>
    </message>
    <message>
        <source>Slip: {outcome} {cause}</source>
        <translation>Slip: {outcome} {cause}</translation>
    </message>
    <message>
        <source>Something has changed meanwhile, and the list was read again. Please look once more.</source>
        <translation>Something has changed meanwhile, and the list was read again. Please look once more.</translation>
    </message>
    <message>
        <source>page {page} of {pages}</source>
        <translation>page {page} of {pages}</translation>
    </message>
    <message>
        <source>no number</source>
        <translation>no number</translation>
    </message>
    <message>
        <source>since {at}</source>
        <translation>since {at}</translation>
    </message>
    <message>
        <source>Not yet: its visit is not over, or its card part is still on its way back. Look again later.</source>
        <translation>Not yet: its visit is not over, or its card part is still on its way back. Look again later.</translation>
    </message>
    <message>
        <source>Note in doubt</source>
        <translation>Note in doubt</translation>
    </message>
    <message>
        <source>Paid note that is missing</source>
        <translation>Paid note that is missing</translation>
    </message>
    <message>
        <source>Note of no payer</source>
        <translation>Note of no payer</translation>
    </message>
    <message>
        <source>Note that was found</source>
        <translation>Note that was found</translation>
    </message>
    <message>
        <source>Payment refused, owed</source>
        <translation>Payment refused, owed</translation>
    </message>
    <message>
        <source>Payment in doubt</source>
        <translation>Payment in doubt</translation>
    </message>
    <message>
        <source>the acceptor never said where it is</source>
        <translation>the acceptor never said where it is</translation>
    </message>
    <message>
        <source>fished out, the acceptor says</source>
        <translation>fished out, the acceptor says</translation>
    </message>
    <message>
        <source>found while a jam was cleared</source>
        <translation>found while a jam was cleared</translation>
    </message>
    <message>
        <source>the centre has no such number</source>
        <translation>the centre has no such number</translation>
    </message>
    <message>
        <source>the number takes no payments</source>
        <translation>the number takes no payments</translation>
    </message>
    <message>
        <source>more than the centre takes in one payment</source>
        <translation>more than the centre takes in one payment</translation>
    </message>
    <message>
        <source>the centre could not read it</source>
        <translation>the centre could not read it</translation>
    </message>
    <message>
        <source>billing refused it</source>
        <translation>billing refused it</translation>
    </message>
    <message>
        <source>the centre has something else under this code</source>
        <translation>the centre has something else under this code</translation>
    </message>
    <message>
        <source>another payment has brought this card charge</source>
        <translation>another payment has brought this card charge</translation>
    </message>
    <message>
        <source>What became of it?</source>
        <translation>What became of it?</translation>
    </message>
    <message>
        <source>Credit it to the number</source>
        <translation>Credit it to the number</translation>
    </message>
    <message>
        <source>a payment of its own, with an SMS</source>
        <translation>a payment of its own, with an SMS</translation>
    </message>
    <message>
        <source>Hand it to the customer</source>
        <translation>Hand it to the customer</translation>
    </message>
    <message>
        <source>from the hall&apos;s till, against a signature</source>
        <translation>from the hall&apos;s till, against a signature</translation>
    </message>
    <message>
        <source>There is no such note</source>
        <translation>There is no such note</translation>
    </message>
    <message>
        <source>looked for, counted, not found</source>
        <translation>looked for, counted, not found</translation>
    </message>
    <message>
        <source>It is counterfeit</source>
        <translation>It is counterfeit</translation>
    </message>
    <message>
        <source>found, and no money</source>
        <translation>found, and no money</translation>
    </message>
    <message>
        <source>The centre has it already</source>
        <translation>The centre has it already</translation>
    </message>
    <message>
        <source>seen on the hall page under this code</source>
        <translation>seen on the hall page under this code</translation>
    </message>
    <message>
        <source>How do you know?</source>
        <translation>How do you know?</translation>
    </message>
    <message>
        <source>It is in the box</source>
        <translation>It is in the box</translation>
    </message>
    <message>
        <source>It lay in the path</source>
        <translation>It lay in the path</translation>
    </message>
    <message>
        <source>The number takes payments again</source>
        <translation>The number takes payments again</translation>
    </message>
    <message>
        <source>The customer has the slip</source>
        <translation>The customer has the slip</translation>
    </message>
    <message>
        <source>The hall knows the customer</source>
        <translation>The hall knows the customer</translation>
    </message>
    <message>
        <source>The box was counted</source>
        <translation>The box was counted</translation>
    </message>
    <message>
        <source>The path was searched</source>
        <translation>The path was searched</translation>
    </message>
    <message>
        <source>The bank says so</source>
        <translation>The bank says so</translation>
    </message>
    <message>
        <source>It looks false</source>
        <translation>It looks false</translation>
    </message>
    <message>
        <source>The hall page shows it</source>
        <translation>The hall page shows it</translation>
    </message>
    <message>
        <source>Which note do you hold?</source>
        <translation>Which note do you hold?</translation>
    </message>
    <message>
        <source>Whose may it be? Compare with the time of the jam.</source>
        <translation>Whose may it be? Compare with the time of the jam.</translation>
    </message>
    <message>
        <source>No note of this value is missing here.</source>
        <translation>No note of this value is missing here.</translation>
    </message>
    <message>
        <source>in doubt since {at}</source>
        <translation>in doubt since {at}</translation>
    </message>
    <message>
        <source>said to be given back {at}</source>
        <translation>said to be given back {at}</translation>
    </message>
    <message>
        <source>Credited as {payment}. The customer gets an SMS.</source>
        <translation>Credited as {payment}. The customer gets an SMS.</translation>
    </message>
    <message>
        <source>Hand the money over now, and let the customer sign the slip.</source>
        <translation>Hand the money over now, and let the customer sign the slip.</translation>
    </message>
    <message>
        <source>Written down: there is no such note.</source>
        <translation>Written down: there is no such note.</translation>
    </message>
    <message>
        <source>Written down. Keep the note with the slip for the bank.</source>
        <translation>Written down. Keep the note with the slip for the bank.</translation>
    </message>
    <message>
        <source>Written down: the centre had credited it.</source>
        <translation>Written down: the centre had credited it.</translation>
    </message>
    <message>
        <source>{first} and {second}</source>
        <translation>{first} and {second}</translation>
    </message>
    <message>
        <source>A customer&apos;s note may be inside.</source>
        <translation>A customer&apos;s note may be inside.</translation>
    </message>
    <message>
        <source>no cash</source>
        <translation>no cash</translation>
    </message>
    <message>
        <source>no cards</source>
        <translation>no cards</translation>
    </message>
    <message>
        <source>no receipts</source>
        <translation>no receipts</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>Printed</translation>
    </message>
    <message>
        <source>Not printed</source>
        <translation>Not printed</translation>
    </message>
    <message>
        <source>Cut short</source>
        <translation>Cut short</translation>
    </message>
    <message>
        <source>Not certain</source>
        <translation>Not certain</translation>
    </message>
    <message>
        <source>Notes taken in</source>
        <translation>Notes taken in</translation>
    </message>
    <message>
        <source>in a visit</source>
        <translation>in a visit</translation>
    </message>
    <message>
        <source>to be posted</source>
        <translation>to be posted</translation>
    </message>
    <message>
        <source>posted</source>
        <translation>posted</translation>
    </message>
    <message>
        <source>in doubt</source>
        <translation>in doubt</translation>
    </message>
    <message>
        <source>owed</source>
        <translation>owed</translation>
    </message>
    <message>
        <source>unassigned</source>
        <translation>unassigned</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>settled</translation>
    </message>
    <message>
        <source>Charged to cards</source>
        <translation>Charged to cards</translation>
    </message>
    <message>
        <source>gone back</source>
        <translation>gone back</translation>
    </message>
    <message>
        <source>not clear</source>
        <translation>not clear</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Waits</translation>
    </message>
    <message>
        <source>Posted</source>
        <translation>Posted</translation>
    </message>
    <message>
        <source>In doubt</source>
        <translation>In doubt</translation>
    </message>
    <message>
        <source>Owed</source>
        <translation>Owed</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>Settled</translation>
    </message>
    <message>
        <source>card</source>
        <translation>card</translation>
    </message>
    <message>
        <source>cash and card</source>
        <translation>cash and card</translation>
    </message>
    <message>
        <source>text {state}</source>
        <translation>text {state}</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>on its way</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>sent</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>arrived</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>failed</translation>
    </message>
    <message>
        <source>after reconnection</source>
        <translation>after reconnection</translation>
    </message>
    <message>
        <source>slip printed</source>
        <translation>slip printed</translation>
    </message>
    <message>
        <source>no slip</source>
        <translation>no slip</translation>
    </message>
    <message>
        <source>slip cut short</source>
        <translation>slip cut short</translation>
    </message>
    <message>
        <source>slip not certain</source>
        <translation>slip not certain</translation>
    </message>
    <message>
        <source>Ledger verified {at}</source>
        <translation>Ledger verified {at}</translation>
    </message>
    <message>
        <source>The ledger is verified soon after the start</source>
        <translation>The ledger is verified soon after the start</translation>
    </message>
    <message>
        <source>The ledger is not sound: {why}</source>
        <translation>The ledger is not sound: {why}</translation>
    </message>
    <message>
        <source>Journal: {count} records, end {head}; the centre has it</source>
        <translation>Journal: {count} records, end {head}; the centre has it</translation>
    </message>
    <message>
        <source>Journal: {count} records, end {head}; the centre has {told} of them so far</source>
        <translation>Journal: {count} records, end {head}; the centre has {told} of them so far</translation>
    </message>
    <message>
        <source>Journal: {count} records, end {head}; not told to the centre yet</source>
        <translation>Journal: {count} records, end {head}; not told to the centre yet</translation>
    </message>
    <message>
        <source>Closed now</source>
        <translation>Closed now</translation>
    </message>
    <message>
        <source>Not in use now</source>
        <translation>Not in use now</translation>
    </message>
    <message>
        <source>Open again from {at}</source>
        <translation>Open again from {at}</translation>
    </message>
    <message>
        <source>Nothing can be paid or asked here at the moment. Payments that were made here are on their accounts.</source>
        <translation>Nothing can be paid or asked here at the moment. Payments that were made here are on their accounts.</translation>
    </message>
    <message>
        <source>Swap the cash box</source>
        <translation>Swap the cash box</translation>
    </message>
    <message>
        <source>two people, two minutes</source>
        <translation>two people, two minutes</translation>
    </message>
    <message>
        <source>Opened by two people</source>
        <translation>Opened by two people</translation>
    </message>
    <message>
        <source>Old box out</source>
        <translation>Old box out</translation>
    </message>
    <message>
        <source>Old box: serial</source>
        <translation>Old box: serial</translation>
    </message>
    <message>
        <source>Old box: seal</source>
        <translation>Old box: seal</translation>
    </message>
    <message>
        <source>New box: serial</source>
        <translation>New box: serial</translation>
    </message>
    <message>
        <source>New box: seal</source>
        <translation>New box: seal</translation>
    </message>
    <message>
        <source>New box in</source>
        <translation>New box in</translation>
    </message>
    <message>
        <source>none</source>
        <translation>none</translation>
    </message>
    <message>
        <source>Two people swap the sealed box. From the opening to the end this terminal takes no cash.</source>
        <translation>Two people swap the sealed box. From the opening to the end this terminal takes no cash.</translation>
    </message>
    <message>
        <source>Take the old box out. The machine sees it and goes on by itself.</source>
        <translation>Take the old box out. The machine sees it and goes on by itself.</translation>
    </message>
    <message>
        <source>Type the serial number of the box that came out.</source>
        <translation>Type the serial number of the box that came out.</translation>
    </message>
    <message>
        <source>Type its seal number. Leave it empty if there is none.</source>
        <translation>Type its seal number. Leave it empty if there is none.</translation>
    </message>
    <message>
        <source>Type the serial number of the new, empty box.</source>
        <translation>Type the serial number of the new, empty box.</translation>
    </message>
    <message>
        <source>Type the new box&apos;s seal number. Leave it empty if there is none.</source>
        <translation>Type the new box&apos;s seal number. Leave it empty if there is none.</translation>
    </message>
    <message>
        <source>Push the new box in until it locks. The machine tests itself and goes on by itself.</source>
        <translation>Push the new box in until it locks. The machine tests itself and goes on by itself.</translation>
    </message>
    <message>
        <source>Compare the numbers below with the two boxes, then close.</source>
        <translation>Compare the numbers below with the two boxes, then close.</translation>
    </message>
    <message>
        <source>Swapped. Cash is taken again. Put the slip to the sealed box.</source>
        <translation>Swapped. Cash is taken again. Put the slip to the sealed box.</translation>
    </message>
    <message>
        <source>What is in the box is counted later, and shown to nobody before that.</source>
        <translation>What is in the box is counted later, and shown to nobody before that.</translation>
    </message>
    <message>
        <source>You may log off and come back: every step so far is kept, and no cash is taken meanwhile.</source>
        <translation>You may log off and come back: every step so far is kept, and no cash is taken meanwhile.</translation>
    </message>
    <message>
        <source>Open, with a second person ›</source>
        <translation>Open, with a second person ›</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>Next ›</translation>
    </message>
    <message>
        <source>Close the swap</source>
        <translation>Close the swap</translation>
    </message>
    <message>
        <source>The slip is being printed …</source>
        <translation>The slip is being printed …</translation>
    </message>
    <message>
        <source>The slip is printed.</source>
        <translation>The slip is printed.</translation>
    </message>
    <message>
        <source>The slip was not printed, or nobody can tell. Print it again.</source>
        <translation>The slip was not printed, or nobody can tell. Print it again.</translation>
    </message>
    <message>
        <source>A swap is open already.</source>
        <translation>A swap is open already.</translation>
    </message>
    <message>
        <source>Somebody else is at this terminal.</source>
        <translation>Somebody else is at this terminal.</translation>
    </message>
    <message>
        <source>A note is on its way into the box, and the acceptor has not said where it is. Wait for it.</source>
        <translation>A note is on its way into the box, and the acceptor has not said where it is. Wait for it.</translation>
    </message>
    <message>
        <source>A card payment is not over yet. Wait for it.</source>
        <translation>A card payment is not over yet. Wait for it.</translation>
    </message>
    <message>
        <source>Given up: the box never came out, and nothing has changed.</source>
        <translation>Given up: the box never came out, and nothing has changed.</translation>
    </message>
    <message>
        <source>The serial number is needed: it stands on the box.</source>
        <translation>The serial number is needed: it stands on the box.</translation>
    </message>
    <message>
        <source>Only letters, digits and dashes, at most 40.</source>
        <translation>Only letters, digits and dashes, at most 40.</translation>
    </message>
    <message>
        <source>That is the old seal&apos;s number. The new box has a seal of its own.</source>
        <translation>That is the old seal&apos;s number. The new box has a seal of its own.</translation>
    </message>
    <message>
        <source>Swap the sealed cash box</source>
        <translation>Swap the sealed cash box</translation>
    </message>
    <message>
        <source>Close the swap of the cash box</source>
        <translation>Close the swap of the cash box</translation>
    </message>
    <message>
        <source>Give the swap of the cash box up</source>
        <translation>Give the swap of the cash box up</translation>
    </message>
    <message>
        <source>Take money again after a stop</source>
        <translation>Take money again after a stop</translation>
    </message>
    <message>
        <source>Decide an open card charge</source>
        <translation>Decide an open card charge</translation>
    </message>
    <message>
        <source>Lift the lock after wrong PINs</source>
        <translation>Lift the lock after wrong PINs</translation>
    </message>
    <message>
        <source>Second person: type your own staff number.</source>
        <translation>Second person: type your own staff number.</translation>
    </message>
    <message>
        <source>Type the staff number of the person on the telephone.</source>
        <translation>Type the staff number of the person on the telephone.</translation>
    </message>
    <message>
        <source>{staff}: type your PIN.</source>
        <translation>{staff}: type your PIN.</translation>
    </message>
    <message>
        <source>Type the eight digits that {staff} was given.</source>
        <translation>Type the eight digits that {staff} was given.</translation>
    </message>
    <message>
        <source>Number or code is not right. Please try again.</source>
        <translation>Number or code is not right. Please try again.</translation>
    </message>
    <message>
        <source>Ring the second person. On the hall page they type these eight digits and get eight back.</source>
        <translation>Ring the second person. On the hall page they type these eight digits and get eight back.</translation>
    </message>
    <message>
        <source>The hall page is being asked …</source>
        <translation>The hall page is being asked …</translation>
    </message>
    <message>
        <source>The question stands on the hall page. Somebody else with the right decides there, within ten minutes.</source>
        <translation>The question stands on the hall page. Somebody else with the right decides there, within ten minutes.</translation>
    </message>
    <message>
        <source>The line to the centre is down. Use a code by phone instead.</source>
        <translation>The line to the centre is down. Use a code by phone instead.</translation>
    </message>
    <message>
        <source>Refused on the hall page. Nothing was done.</source>
        <translation>Refused on the hall page. Nothing was done.</translation>
    </message>
    <message>
        <source>Nobody decided in time. Nothing was done.</source>
        <translation>Nobody decided in time. Nothing was done.</translation>
    </message>
    <message>
        <source>That is you. It must be somebody else.</source>
        <translation>That is you. It must be somebody else.</translation>
    </message>
    <message>
        <source>This person has no right to approve it.</source>
        <translation>This person has no right to approve it.</translation>
    </message>
    <message>
        <source>A first PIN proves nothing: log in once and choose your own.</source>
        <translation>A first PIN proves nothing: log in once and choose your own.</translation>
    </message>
    <message>
        <source>Approved by somebody whom this terminal does not know. Nothing was done.</source>
        <translation>Approved by somebody whom this terminal does not know. Nothing was done.</translation>
    </message>
    <message>
        <source>You may not do this any more. Nothing was done.</source>
        <translation>You may not do this any more. Nothing was done.</translation>
    </message>
    <message>
        <source>The second person came too late. Nothing was done; open it again.</source>
        <translation>The second person came too late. Nothing was done; open it again.</translation>
    </message>
    <message>
        <source>The minute for a person here is over. Go back and open it again.</source>
        <translation>The minute for a person here is over. Go back and open it again.</translation>
    </message>
    <message>
        <source>It can&apos;t be done any more. Nothing was done.</source>
        <translation>It can&apos;t be done any more. Nothing was done.</translation>
    </message>
</context>
<context>
    <name>panel</name>
    <message>
        <source>Ready</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>That did not work: %1</source>
        <translation>That did not work: %1</translation>
    </message>
</context>
</TS>
