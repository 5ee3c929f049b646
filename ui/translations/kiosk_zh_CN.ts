<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Amount</name>
    <message>
        <source>Enter an amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please check that this is the right number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line is down: we can&apos;t show the name or what is owed. You can still pay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everything owed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2, whole yuan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay %1 ›</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cash</name>
    <message>
        <source>Finishing …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put in notes, one by one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To pay %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 too much, credited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stopped line is reconnected after the payment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stopped line is reconnected once everything owed is paid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n note(s) in the box, the newest:</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Notes that are taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No change. What is too much is credited to this number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the last note …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish, pay %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConfirmPayer</name>
    <message>
        <source>Still paying for this number?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please finish now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The slot is closed until you say so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The slot is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1; it is safe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish, pay %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yes, go on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CountdownWarning</name>
    <message>
        <source>In %1 s what has been put in is paid in. Nothing is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still there? In %1 s this page closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I&apos;m here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DemoStrip</name>
    <message>
        <source>DEMO · simulated devices · no real money</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>‹ Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM, hh:mm</source>
        <comment>date and time of the footer</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>? Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Terminal %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A Normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A Large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quick lane</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the staff in the hall, or call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and say: %1, terminal %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every note that went in is recorded, even if the power fails.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No change is given. What is too much is credited to the number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When you leave, your number disappears from this screen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the payment</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>Welcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Touch the blue field to begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay a phone bill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With cash, for any mobile number. No card, no password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not possible here right now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put in notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receipt and text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These notes are taken. No coins, no change.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Payment terminal</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Method</name>
    <message>
        <source>Before you pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes that are taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay with cash ›</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I understand and agree</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Number</name>
    <message>
        <source>Once more, please</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which mobile number?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line is down, so we can&apos;t show whose number it is. Please enter it a second time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yours or anybody else&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking up whose number this is …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OutOfService</name>
    <message>
        <source>Out of service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please use another terminal or the counter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your money is recorded and safe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is credited to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code for the staff: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Notes and slot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject the next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the jam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unplug</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Printer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open cover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close cover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Garble</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo control panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put in a note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The customer&apos;s handset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No text message yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Result</name>
    <message>
        <source>Paid. Thank you!</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please keep the payment number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your money is safe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Posting your payment …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balance now %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payment number %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receipt number %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>Getting ready, one moment please</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finishing an interrupted payment; no money is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mobile number has 11 digits. Please enter the rest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a mobile number. Please check the first digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two numbers differ. Please enter the number again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>We have no account with this number. Please check each digit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This number has been closed. Nothing was charged. To settle old debts, please ask at the counter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This number has moved to another operator. Nothing was charged. Please pay there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This number was given back and waits for a new owner. Nothing was charged. Please check each digit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This number can&apos;t be paid here. Nothing was charged. Please ask at the counter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many numbers were looked up. Please wait a minute and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The centre did not answer. Please press Next once more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash: ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash: not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash: paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card: ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card: not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card: not here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receipts: ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receipts: paper low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receipts: not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line: connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line: down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash can&apos;t be taken right now. Please use another terminal or the counter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No receipts right now. You can still pay; the text message is your proof.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line to the centre is down. You can still pay: it is posted when the line is back, the text follows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing can be paid here right now. Please use another terminal or the counter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No change is given. Whatever is too much is credited to {number} {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No receipt can be printed right now. The text message is your proof.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The receipt may fail. The text message is your proof.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line is down: your payment is kept safe and posted when it is back; the text follows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A stopped line is reconnected only when the centre can be reached again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This number can&apos;t receive texts now. The confirmation is sent once it is reconnected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the notes shown are taken, one at a time. No coins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No more cash can be taken for this number while the line is down. Please come back later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This terminal takes no bank cards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bank cards can&apos;t be used right now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note came back: {reason} It was not counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note came back: at most {limit} can be paid at once. It was not counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note came back: you had already finished. Please take it; it was not counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note came back: this kind of note isn&apos;t taken here. It was not counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note came back. Please take it; it was not counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A note is stuck. What is shown above is safe. Please don&apos;t pull; press Finish and ask the staff.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note slot has stopped. What is shown above is safe. Please press Finish and ask the staff. Code {code}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please pull the second note out. Only one note at a time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No more can be paid at once. Please press Finish.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least {minimum} must be paid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most {maximum} can be paid at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please enter whole yuan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your money is in and safe. It is being posted now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid. The money is on the account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your money is in and safe. It is posted as soon as the line is back; the text follows. You may go.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The centre did not accept the payment. Your money is recorded as owed to you. Please show the payment number at the counter. Code {code}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>We can&apos;t tell yet whether it was posted. The amount is recorded and a person will settle it. Please keep the payment number. Code {code}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A text message is on its way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text message sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text message delivered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text message failed; the payment itself counts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text message follows when the line is reconnected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The terminal had stopped. The money that was in has been credited to {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The receipt failed; the payment counts. Please note the payment number. The text message is your proof.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This terminal can&apos;t record money safely and takes none. Money already in is recorded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This terminal has found something it must not decide alone, so it takes no money.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This terminal could not start properly and takes no money.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neither cash nor cards can be taken here right now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Posting to the account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Posted to the account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Will be posted when the line is back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not posted; a person will settle it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to post</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text message follows when the line is back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No text message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line was not stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stopped line is being reconnected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line is reconnected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reconnecting takes longer than it should; we are on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line is reconnected after posting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line stays stopped; please ask at the counter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your receipt is being printed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please take your receipt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The receipt can be printed later at the counter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The receipt failed; please note the payment number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No receipt, as agreed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped: can&apos;t make calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped: no calls, no texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State unknown while the line is down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay a bill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking the note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Going into the box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coming back to you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>please put it in straight, by its short side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it could not be read. Smooth it out or use another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this note isn&apos;t taken right now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>please put in one note at a time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is not a note.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something unusual happened. Please ask the staff. Code {code}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel</name>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That did not work: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
