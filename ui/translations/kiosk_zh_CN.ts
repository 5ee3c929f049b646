<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Amount</name>
    <message>
        <source>Enter an amount</source>
        <translation>请输入金额</translation>
    </message>
    <message>
        <source>How much?</source>
        <translation>缴多少？</translation>
    </message>
    <message>
        <source>Please check that this is the right number</source>
        <translation>请核对号码是否正确</translation>
    </message>
    <message>
        <source>Owed</source>
        <translation>欠费</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>余额</translation>
    </message>
    <message>
        <source>The line is down: we can&apos;t show the name or what is owed. You can still pay.</source>
        <translation>网络中断：无法显示姓名和欠费，仍可缴费。</translation>
    </message>
    <message>
        <source>everything owed</source>
        <translation>缴清欠费</translation>
    </message>
    <message>
        <source>Another amount</source>
        <translation>其他金额</translation>
    </message>
    <message>
        <source>%1 to %2, whole yuan</source>
        <translation>%1 至 %2，整元</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>下一步 ›</translation>
    </message>
    <message>
        <source>Pay %1 ›</source>
        <translation>缴 %1 ›</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>Asking the centre …</source>
        <translation>正在查询……</translation>
    </message>
    <message>
        <source>This takes a few seconds at most.</source>
        <translation>最多几秒钟。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>All services</source>
        <translation>全部业务</translation>
    </message>
</context>
<context>
    <name>Balance</name>
    <message>
        <source>Owed</source>
        <translation>欠费</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>余额</translation>
    </message>
    <message>
        <source>Principal</source>
        <translation>本金余额</translation>
    </message>
    <message>
        <source>Granted</source>
        <translation>赠送余额</translation>
    </message>
    <message>
        <source>Credit limit</source>
        <translation>信用额度</translation>
    </message>
    <message>
        <source>This month so far</source>
        <translation>本月已产生费用</translation>
    </message>
    <message>
        <source>Nothing has been charged this month.</source>
        <translation>本月还没有产生费用。</translation>
    </message>
</context>
<context>
    <name>Bill</name>
    <message>
        <source>%1, so far</source>
        <comment>a bill that is still growing</comment>
        <translation>%1（截至目前）</translation>
    </message>
    <message>
        <source>Nothing has been charged in this month.</source>
        <translation>这个月没有产生费用。</translation>
    </message>
    <message>
        <source>Our own charges</source>
        <translation>本公司费用</translation>
    </message>
    <message>
        <source>Collected for others</source>
        <translation>代收费（第三方）</translation>
    </message>
    <message>
        <source>Adjustments</source>
        <translation>调整</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Data used</source>
        <translation>上网流量</translation>
    </message>
    <message>
        <source>%1 K; raw: %2 bytes</source>
        <translation>%1 K，原始流量 %2 字节</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>通话时长</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>短信条数</translation>
    </message>
</context>
<context>
    <name>CardRefused</name>
    <message>
        <source>Taken back</source>
        <translation>已退回</translation>
    </message>
    <message>
        <source>Nothing was charged</source>
        <translation>没有扣款</translation>
    </message>
    <message>
        <source>Back on the card</source>
        <translation>已退回卡内</translation>
    </message>
    <message>
        <source>Not taken from the card</source>
        <translation>卡内没有扣款</translation>
    </message>
    <message>
        <source>%1 in notes is in and safe; %2 in all</source>
        <translation>已放入纸币 %1，已妥善记录；共 %2</translation>
    </message>
    <message>
        <source>Code for the staff: %1</source>
        <translation>代码（告诉工作人员）：%1</translation>
    </message>
    <message>
        <source>Try again, or another card</source>
        <translation>再试一次，或换一张卡</translation>
    </message>
    <message>
        <source>Put in more notes</source>
        <translation>继续放入纸币</translation>
    </message>
    <message>
        <source>Pay with cash instead</source>
        <translation>改用现金</translation>
    </message>
    <message>
        <source>Finish, pay %1</source>
        <translation>完成，缴 %1</translation>
    </message>
</context>
<context>
    <name>CardStages</name>
    <message>
        <source>Card</source>
        <translation>卡片</translation>
    </message>
    <message>
        <source>Bank</source>
        <comment>the step of asking it</comment>
        <translation>银行</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>Cash</name>
    <message>
        <source>Finishing …</source>
        <translation>正在完成……</translation>
    </message>
    <message>
        <source>Put in notes, one by one</source>
        <translation>请逐张放入纸币</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>请稍候</translation>
    </message>
    <message>
        <source>Limit reached</source>
        <translation>已到上限</translation>
    </message>
    <message>
        <source>Put in</source>
        <translation>已放入</translation>
    </message>
    <message>
        <source>To pay %1</source>
        <translation>应缴 %1</translation>
    </message>
    <message>
        <source>%1 too much, credited</source>
        <translation>多出 %1，存入话费</translation>
    </message>
    <message>
        <source>All in</source>
        <translation>已足额</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>还差 %1</translation>
    </message>
    <message>
        <source>Lay the note flat before the green light and push it gently.</source>
        <translation>纸币放平，对准绿灯送入。</translation>
    </message>
    <message>
        <source>The slot opens in a moment.</source>
        <translation>纸币口马上打开。</translation>
    </message>
    <message>
        <source>The slot is closed.</source>
        <translation>纸币口已关闭。</translation>
    </message>
    <message>
        <source>The stopped line is reconnected after the payment.</source>
        <translation>缴费后即为您复机。</translation>
    </message>
    <message>
        <source>The stopped line is reconnected once everything owed is paid.</source>
        <translation>缴清欠费后即可复机。</translation>
    </message>
    <message>
        <source>Notes that are taken</source>
        <translation>可以放入的纸币</translation>
    </message>
    <message>
        <source>Every note shows up here at once. Press Finish after the last one.</source>
        <translation>每放一张，这里马上显示。放完后请按“完成”。</translation>
    </message>
    <message>
        <source>No change. What is too much is credited to this number.</source>
        <translation>不找零，多出的钱存入本号码话费。</translation>
    </message>
    <message>
        <source>Pay the remaining %1 by card</source>
        <translation>剩下的 %1 刷银行卡</translation>
    </message>
    <message>
        <source>Pay %1 by card instead</source>
        <translation>改刷银行卡，缴 %1</translation>
    </message>
    <message>
        <source>The last note …</source>
        <translation>等最后一张入箱……</translation>
    </message>
    <message>
        <source>Finish, pay %1</source>
        <translation>放完了，缴 %1</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>Closed</name>
    <message>
        <source>Nearest other way: %1</source>
        <translation>最近的其他办法：%1</translation>
    </message>
    <message>
        <source>Questions? Call %1</source>
        <translation>有疑问请拨 %1</translation>
    </message>
</context>
<context>
    <name>CodeKeypad</name>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>退格</translation>
    </message>
</context>
<context>
    <name>Collection</name>
    <message>
        <source>Swap the cash box</source>
        <translation>清机换箱</translation>
    </message>
    <message>
        <source>Give up: the box stays</source>
        <translation>放弃：钱箱不动</translation>
    </message>
    <message>
        <source>Print the slip again</source>
        <translation>再打印凭证</translation>
    </message>
    <message>
        <source>To the overview</source>
        <translation>返回总览</translation>
    </message>
</context>
<context>
    <name>ConfirmPayer</name>
    <message>
        <source>Still paying for this number?</source>
        <translation>还是给这个号码缴费吗？</translation>
    </message>
    <message>
        <source>Please finish now</source>
        <translation>请现在完成缴费</translation>
    </message>
    <message>
        <source>The slot is closed until you say so.</source>
        <translation>您确认之前，纸币口是关闭的。</translation>
    </message>
    <message>
        <source>The slot is closed.</source>
        <translation>纸币口已关闭。</translation>
    </message>
    <message>
        <source>Put in</source>
        <translation>已放入</translation>
    </message>
    <message>
        <source>of %1; it is safe</source>
        <translation>应缴 %1，已放入的钱安全无误</translation>
    </message>
    <message>
        <source>If nothing is pressed, what has been put in is paid in to this number. Nothing is lost.</source>
        <translation>如果不按任何键，已放入的钱会缴入这个号码，一分不少。</translation>
    </message>
    <message>
        <source>Finish, pay %1</source>
        <translation>放完了，缴 %1</translation>
    </message>
    <message>
        <source>Yes, go on</source>
        <translation>是，继续放</translation>
    </message>
</context>
<context>
    <name>Console</name>
    <message>
        <source>Service</source>
        <translation>维护</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>A cover or the box is open: you stay logged in.</source>
        <translation>盖或钱箱开着：不会自动退出。</translation>
    </message>
</context>
<context>
    <name>CountdownWarning</name>
    <message>
        <source>In %1 s what has been put in is paid in. Nothing is lost.</source>
        <translation>%1 秒后，已放入的钱将全部缴入话费，一分不少。</translation>
    </message>
    <message>
        <source>Still there? In %1 s this page closes.</source>
        <translation>您还在吗？%1 秒后将返回首页。</translation>
    </message>
    <message>
        <source>I&apos;m here</source>
        <translation>我还在</translation>
    </message>
</context>
<context>
    <name>DayPicker</name>
    <message>
        <source>The whole month</source>
        <translation>整月</translation>
    </message>
</context>
<context>
    <name>DemoStrip</name>
    <message>
        <source>DEMO · simulated devices · no real money</source>
        <translation>演示 DEMO · 模拟设备 · 不是真钱</translation>
    </message>
</context>
<context>
    <name>DetailList</name>
    <message>
        <source>There are no such records in this time.</source>
        <translation>这段时间没有这类记录。</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>%1 found</source>
        <comment>how many records</comment>
        <translation>共 %1 条</translation>
    </message>
    <message>
        <source>%1 to %2 of %3</source>
        <comment>records</comment>
        <translation>第 %1–%2 条，共 %3 条</translation>
    </message>
    <message>
        <source>‹ Newer</source>
        <translation>‹ 上一页</translation>
    </message>
    <message>
        <source>Older ›</source>
        <translation>下一页 ›</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
</context>
<context>
    <name>DeviceCard</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>DeviceDetails</name>
    <message>
        <source>Since the start</source>
        <translation>本次启动以来</translation>
    </message>
    <message>
        <source>Nothing has changed.</source>
        <translation>没有变化。</translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation>%1  %2</translation>
    </message>
    <message>
        <source>In the box, by the ledger</source>
        <translation>钱箱内（按账本）</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>凭条</translation>
    </message>
    <message>
        <source>Hidden: whoever counts the box does not see what it should hold.</source>
        <translation>不显示：清点钱箱的人看不到应有金额。</translation>
    </message>
    <message>
        <source>Paper left</source>
        <translation>剩余纸张</translation>
    </message>
    <message>
        <source>Last on its wire</source>
        <translation>最近的报文</translation>
    </message>
    <message>
        <source>It could not be read now.</source>
        <translation>现在读不到。</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>正在读取……</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>还没有。</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
</context>
<context>
    <name>Diagnosis</name>
    <message>
        <source>Diagnosis</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Try all, one by one</source>
        <translation>逐项全部检测</translation>
    </message>
    <message>
        <source>Being made …</source>
        <translation>正在生成…</translation>
    </message>
    <message>
        <source>Make a fault bundle</source>
        <translation>生成故障包</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Next test</source>
        <translation>下一项</translation>
    </message>
    <message>
        <source>To the list</source>
        <translation>回到列表</translation>
    </message>
    <message>
        <source>Skip this test</source>
        <translation>跳过此项</translation>
    </message>
</context>
<context>
    <name>EndSubscription</name>
    <message>
        <source>End this subscription?</source>
        <translation>确定要退订吗？</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>不退订</translation>
    </message>
    <message>
        <source>Send code ›</source>
        <translation>发送验证码 ›</translation>
    </message>
    <message>
        <source>every month until it is ended</source>
        <translation>每月收取，直到退订</translation>
    </message>
    <message>
        <source>What happens now</source>
        <translation>接下来</translation>
    </message>
    <message>
        <source>A text message with a code goes to %1.</source>
        <translation>验证码短信发送到 %1。</translation>
    </message>
    <message>
        <source>You enter the code here. Only then is it ended; until then nothing changes.</source>
        <translation>在本机输入验证码后才退订；在此之前不会有任何变化。</translation>
    </message>
    <message>
        <source>Once it is ended nothing more is charged for it; the centre says from when.</source>
        <translation>退订后不再收费，具体从何时起以中心答复为准。</translation>
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
        <translation>‹ 返回</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Service %1</source>
        <translation>客服 %1</translation>
    </message>
    <message>
        <source>d MMM, hh:mm</source>
        <comment>date and time of the footer</comment>
        <translation>M月d日 hh:mm</translation>
    </message>
    <message>
        <source>? Help</source>
        <translation>？帮助</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Terminal %1</source>
        <translation>终端 %1</translation>
    </message>
    <message>
        <source>A−</source>
        <comment>normal type</comment>
        <translation>A 标准</translation>
    </message>
    <message>
        <source>A+</source>
        <comment>large type</comment>
        <translation>A 大字</translation>
    </message>
    <message>
        <source>Quick lane</source>
        <translation>快速通道</translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Ask the staff in the hall, or call</source>
        <translation>请找厅内工作人员，或拨打</translation>
    </message>
    <message>
        <source>and say: %1, terminal %2</source>
        <translation>并说明：%1，终端 %2</translation>
    </message>
    <message>
        <source>Every note that went in is recorded, even if the power fails.</source>
        <translation>放入的每一张纸币都有记录，停电也不会丢。</translation>
    </message>
    <message>
        <source>No change is given. What is too much is credited to the number.</source>
        <translation>不找零，多出的钱存入该号码的话费。</translation>
    </message>
    <message>
        <source>When you leave, your number disappears from this screen.</source>
        <translation>您离开后，屏幕上的号码会清除。</translation>
    </message>
    <message>
        <source>Call a person</source>
        <translation>呼叫工作人员</translation>
    </message>
    <message>
        <source>Back to the payment</source>
        <translation>返回缴费</translation>
    </message>
    <message>
        <source>Close help</source>
        <translation>关闭帮助</translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>Welcome</source>
        <translation>您好</translation>
    </message>
    <message>
        <source>Your phone bill is paid here in four steps.</source>
        <translation>自助缴话费，四步就好</translation>
    </message>
    <message>
        <source>What would you like to do?</source>
        <translation>请选择要办理的业务</translation>
    </message>
    <message>
        <source>All services</source>
        <translation>全部业务</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>输号码</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>选金额</translation>
    </message>
    <message>
        <source>Put in notes</source>
        <translation>放纸币</translation>
    </message>
    <message>
        <source>Receipt and text</source>
        <translation>小票短信</translation>
    </message>
    <message>
        <source>Cash or card</source>
        <translation>现金或刷卡</translation>
    </message>
    <message>
        <source>Pay by card</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>These notes are taken. No coins, no change.</source>
        <translation>收这些纸币，不收硬币，不找零</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>退格</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Payment terminal</source>
        <translation>自助缴费终端</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>All services</source>
        <translation>全部业务</translation>
    </message>
    <message>
        <source>Pay a phone bill ›</source>
        <translation>交话费 ›</translation>
    </message>
</context>
<context>
    <name>Method</name>
    <message>
        <source>Before you pay</source>
        <translation>缴费前请看</translation>
    </message>
    <message>
        <source>How would you like to pay?</source>
        <translation>请选择缴费方式</translation>
    </message>
    <message>
        <source>Pay by bank card</source>
        <translation>刷银行卡缴费</translation>
    </message>
    <message>
        <source>Notes that are taken</source>
        <translation>可以放入的纸币</translation>
    </message>
    <message>
        <source>Please use another terminal or the counter.</source>
        <translation>请使用其他终端或到柜台办理。</translation>
    </message>
    <message>
        <source>The card terminal takes the card and the PIN; never type a PIN on this screen.</source>
        <translation>请在刷卡机上插卡并输入密码，不要在本屏幕上输入密码。</translation>
    </message>
</context>
<context>
    <name>MonthBars</name>
    <message>
        <source>%1 so far</source>
        <comment>a month that is still running</comment>
        <translation>%1至今</translation>
    </message>
</context>
<context>
    <name>Number</name>
    <message>
        <source>Once more, please</source>
        <translation>请再输入一次</translation>
    </message>
    <message>
        <source>Which mobile number?</source>
        <translation>请输入手机号</translation>
    </message>
    <message>
        <source>The line is down, so we can&apos;t show whose number it is. Please enter it a second time.</source>
        <translation>网络中断，无法显示机主姓名。请把号码再输入一次。</translation>
    </message>
    <message>
        <source>Yours or anybody else&apos;s</source>
        <translation>可以给自己，也可以给别人缴</translation>
    </message>
    <message>
        <source>Looking up whose number this is …</source>
        <translation>正在查询这个号码……</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>下一步 ›</translation>
    </message>
</context>
<context>
    <name>OlderNotes</name>
    <message numerus="yes">
        <source>%n note(s) in the box</source>
        <translation>
            <numerusform>共 %n 张已入箱</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutOfService</name>
    <message>
        <source>Out of service</source>
        <translation>暂停服务</translation>
    </message>
    <message>
        <source>Please use another terminal or the counter.</source>
        <translation>请到其他终端或柜台办理。</translation>
    </message>
    <message>
        <source>Your money is recorded and safe</source>
        <translation>您的钱已记录，安全无误</translation>
    </message>
    <message>
        <source>It is credited to %1</source>
        <translation>将缴入 %1</translation>
    </message>
    <message>
        <source>Ask the staff, or call %1</source>
        <translation>请找工作人员，或拨打 %1</translation>
    </message>
    <message>
        <source>Code for the staff: %1</source>
        <translation>代码（告诉工作人员）：%1</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Notes and slot</source>
        <translation>纸币口</translation>
    </message>
    <message>
        <source>Reject the next</source>
        <translation>拒收下一张</translation>
    </message>
    <message>
        <source>Jam</source>
        <translation>卡钞</translation>
    </message>
    <message>
        <source>Clear the jam</source>
        <translation>排除卡钞</translation>
    </message>
    <message>
        <source>Unplug</source>
        <translation>拔线</translation>
    </message>
    <message>
        <source>Plug in</source>
        <translation>插上</translation>
    </message>
    <message>
        <source>Card terminal</source>
        <translation>刷卡机</translation>
    </message>
    <message>
        <source>Decline the next</source>
        <translation>拒绝下一笔</translation>
    </message>
    <message>
        <source>Slow bank</source>
        <translation>银行变慢</translation>
    </message>
    <message>
        <source>Press its stop key</source>
        <translation>按它的取消键</translation>
    </message>
    <message>
        <source>Power off</source>
        <translation>断电</translation>
    </message>
    <message>
        <source>Power on</source>
        <translation>通电</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Paper out</source>
        <translation>缺纸</translation>
    </message>
    <message>
        <source>New paper</source>
        <translation>装纸</translation>
    </message>
    <message>
        <source>Open cover</source>
        <translation>开盖</translation>
    </message>
    <message>
        <source>Close cover</source>
        <translation>合盖</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>变慢</translation>
    </message>
    <message>
        <source>Garble</source>
        <translation>乱码</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Demo control panel</source>
        <translation>演示控制面板</translation>
    </message>
    <message>
        <source>Put in a note</source>
        <translation>放入一张纸币</translation>
    </message>
    <message>
        <source>Hold a card, or insert it</source>
        <translation>挥卡或插卡</translation>
    </message>
    <message>
        <source>Hold it near</source>
        <translation>挥卡</translation>
    </message>
    <message>
        <source>Insert, right PIN</source>
        <translation>插卡，密码正确</translation>
    </message>
    <message>
        <source>Insert, wrong PIN</source>
        <translation>插卡，密码错误</translation>
    </message>
    <message>
        <source>The customer&apos;s handset</source>
        <translation>客户的手机</translation>
    </message>
    <message>
        <source>No text message yet</source>
        <translation>还没有短信</translation>
    </message>
    <message>
        <source>The receipt</source>
        <translation>小票</translation>
    </message>
    <message>
        <source>Nothing printed yet</source>
        <translation>还没有打印</translation>
    </message>
</context>
<context>
    <name>PaperChange</name>
    <message>
        <source>Change paper</source>
        <translation>换纸</translation>
    </message>
    <message>
        <source>%1. Code %2</source>
        <translation>%1。代码 %2</translation>
    </message>
    <message>
        <source>Press the lever at the printer&apos;s side: the cover springs up. Take the old core out.</source>
        <translation>扳动打印机侧面的拨杆，盖会弹起。取出旧纸芯。</translation>
    </message>
    <message>
        <source>Put the new roll in so that the paper comes from below, and pull its end out over the edge.</source>
        <translation>放入新纸卷，让纸从下方出来，把纸头拉出边沿。</translation>
    </message>
    <message>
        <source>Press the cover down on both sides until it clicks. The slip tears off at the edge.</source>
        <translation>按住盖的两边压下，听到咔嗒一声，再撕掉多余的纸。</translation>
    </message>
    <message>
        <source>Paper is in: %1. Back when you are done.</source>
        <translation>纸已装好：%1。按返回结束。</translation>
    </message>
    <message>
        <source>The printer is watched: this page goes on by itself.</source>
        <translation>本页会随打印机的状态自动前进。</translation>
    </message>
</context>
<context>
    <name>PayByCard</name>
    <message>
        <source>By card</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>%1 in notes is in and safe; %2 in all</source>
        <translation>已放入纸币 %1，已妥善记录；共 %2</translation>
    </message>
    <message>
        <source>Cancelling …</source>
        <translation>正在取消……</translation>
    </message>
    <message>
        <source>Cancel the card payment</source>
        <translation>取消刷卡</translation>
    </message>
</context>
<context>
    <name>PayField</name>
    <message>
        <source>Pay a phone bill</source>
        <translation>交话费</translation>
    </message>
    <message>
        <source>With cash or bank card, for any mobile number. No password needed.</source>
        <translation>现金、银行卡均可，可为任何手机号缴费，无需密码。</translation>
    </message>
    <message>
        <source>By bank card, for any mobile number. No password needed.</source>
        <translation>刷银行卡，可为任何手机号缴费，无需服务密码。</translation>
    </message>
    <message>
        <source>With cash, for any mobile number. No password needed.</source>
        <translation>收现金，可为任何手机号缴费，不用密码</translation>
    </message>
    <message>
        <source>Not possible here right now</source>
        <translation>本机现在不能办理</translation>
    </message>
    <message>
        <source>Touch here to begin ›</source>
        <translation>点这里开始 ›</translation>
    </message>
</context>
<context>
    <name>PayKey</name>
    <message>
        <source>Pay with cash ›</source>
        <translation>用现金缴费 ›</translation>
    </message>
    <message>
        <source>Pay by bank card ›</source>
        <translation>刷银行卡缴费 ›</translation>
    </message>
    <message>
        <source>Bank card ›</source>
        <translation>银行卡 ›</translation>
    </message>
    <message>
        <source>Cash ›</source>
        <translation>现金 ›</translation>
    </message>
    <message>
        <source>I understand and agree</source>
        <translation>以上我已知道并同意</translation>
    </message>
    <message>
        <source>exactly %1</source>
        <translation>正好扣 %1</translation>
    </message>
</context>
<context>
    <name>Payments</name>
    <message>
        <source>Receipt ›</source>
        <translation>凭证 ›</translation>
    </message>
    <message>
        <source>No payments are known for this number.</source>
        <translation>这个号码没有缴费记录。</translation>
    </message>
</context>
<context>
    <name>Points</name>
    <message>
        <source>Points</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>of these expire on %1</source>
        <translation>其中 %1 到期</translation>
    </message>
    <message>
        <source>Exchanged</source>
        <translation>兑换记录</translation>
    </message>
    <message>
        <source>No points have been exchanged yet.</source>
        <translation>还没有兑换过积分。</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Please take your slip</source>
        <translation>请取走小票</translation>
    </message>
    <message>
        <source>Printing …</source>
        <translation>正在打印……</translation>
    </message>
    <message>
        <source>Nobody took the slip</source>
        <translation>小票没有人取走</translation>
    </message>
    <message>
        <source>Is the slip whole?</source>
        <translation>请看小票是否完整</translation>
    </message>
    <message>
        <source>The slip failed</source>
        <translation>小票没有打好</translation>
    </message>
    <message>
        <source>Print this?</source>
        <translation>要打印吗？</translation>
    </message>
    <message>
        <source>This is how the slip will look.</source>
        <translation>小票将是这个样子</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不打印</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>再打印一次</translation>
    </message>
    <message>
        <source>Print ›</source>
        <translation>打印 ›</translation>
    </message>
</context>
<context>
    <name>Proof</name>
    <message>
        <source>One more proof, please</source>
        <translation>请再验证一次</translation>
    </message>
    <message>
        <source>Is it your number?</source>
        <translation>请验证是本人号码</translation>
    </message>
    <message>
        <source>Only its owner may see this.</source>
        <translation>只有机主本人可以查看</translation>
    </message>
    <message>
        <source>The first proof is done. This service needs both.</source>
        <translation>第一项已通过，此业务两项都要验证。</translation>
    </message>
    <message>
        <source>This service needs both proofs, one after the other.</source>
        <translation>此业务两项都要验证，先后不限。</translation>
    </message>
    <message>
        <source>Please ask at the counter. Paying needs no proof.</source>
        <translation>请到柜台办理。缴费无需验证。</translation>
    </message>
</context>
<context>
    <name>ProofKey</name>
    <message>
        <source>Text code ›</source>
        <translation>短信验证码 ›</translation>
    </message>
    <message>
        <source>Service password ›</source>
        <translation>服务密码 ›</translation>
    </message>
    <message>
        <source>Text code</source>
        <translation>短信验证码</translation>
    </message>
    <message>
        <source>Service password</source>
        <translation>服务密码</translation>
    </message>
    <message>
        <source>We send six digits to %1.</source>
        <translation>六位数字，发到 %1</translation>
    </message>
    <message>
        <source>The six digits you chose for this number.</source>
        <translation>您为此号码设的六位数字</translation>
    </message>
</context>
<context>
    <name>QuickLaneSheet</name>
    <message>
        <source>Quick lane</source>
        <translation>快速通道</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Rating</name>
    <message>
        <source>Thank you for your rating!</source>
        <translation>感谢您的评价！</translation>
    </message>
    <message>
        <source>How was it?</source>
        <translation>您满意吗？</translation>
    </message>
</context>
<context>
    <name>Readiness</name>
    <message>
        <source>Readiness</source>
        <translation>开业自检</translation>
    </message>
    <message>
        <source>Last tests</source>
        <translation>最近诊断</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>正在读取……</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Printing …</source>
        <translation>正在打印…</translation>
    </message>
    <message>
        <source>Print the report</source>
        <translation>打印自检单</translation>
    </message>
</context>
<context>
    <name>ReceiptNumber</name>
    <message>
        <source>Which receipt?</source>
        <translation>要补打哪张凭证？</translation>
    </message>
    <message>
        <source>Its number is on the slip (Receipt no.) and in the text (Ref). What looks like O or I is 0 or 1.</source>
        <translation>请输入小票或短信上的凭证号。其中没有字母 O 和 I，是数字 0 和 1。</translation>
    </message>
    <message>
        <source>Asking the centre …</source>
        <translation>正在查询……</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>下一步 ›</translation>
    </message>
</context>
<context>
    <name>Records</name>
    <message>
        <source>Records</source>
        <translation>流水与账本</translation>
    </message>
    <message>
        <source>The ledger could not be read now. Nothing is lost; please try again.</source>
        <translation>现在读不到账本。账没有丢，请再试一次。</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>正在读取……</translation>
    </message>
    <message>
        <source>Equal: every fen is in one place</source>
        <translation>相等：每一分钱都有去处</translation>
    </message>
    <message>
        <source>%1 are not explained: call the manager</source>
        <translation>有 %1 对不上，请报主管</translation>
    </message>
    <message>
        <source>Hidden: whoever counts the box does not see what it should hold.</source>
        <translation>不显示：清点钱箱的人看不到应有金额。</translation>
    </message>
    <message>
        <source>Last payments</source>
        <translation>最近的缴费</translation>
    </message>
    <message>
        <source>There are no payments yet.</source>
        <translation>还没有缴费。</translation>
    </message>
    <message>
        <source>Find a payment or note by its slip ›</source>
        <translation>按凭条编号查一笔钱 ›</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
</context>
<context>
    <name>Restrictions</name>
    <message>
        <source>Not possible</source>
        <translation>不能办理</translation>
    </message>
    <message>
        <source>Until</source>
        <comment>the end of a restriction</comment>
        <translation>截止</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Sooner</source>
        <comment>what ends a restriction before its date</comment>
        <translation>提前解除</translation>
    </message>
    <message>
        <source>Nothing is restricted: this number can be used in full.</source>
        <translation>没有任何限制，这个号码可以正常使用。</translation>
    </message>
</context>
<context>
    <name>Result</name>
    <message>
        <source>Please keep the code</source>
        <translation>请记下代码</translation>
    </message>
    <message>
        <source>Back on the card</source>
        <translation>已退回卡内</translation>
    </message>
    <message>
        <source>Nothing was charged</source>
        <translation>没有扣款</translation>
    </message>
    <message>
        <source>Paid. Thank you!</source>
        <translation>缴费成功，谢谢！</translation>
    </message>
    <message>
        <source>Keep the payment number</source>
        <translation>请记下缴费编号</translation>
    </message>
    <message>
        <source>Your money is safe</source>
        <translation>您的钱安全无误</translation>
    </message>
    <message>
        <source>Posting your payment …</source>
        <translation>正在入账……</translation>
    </message>
    <message>
        <source>by card %1</source>
        <translation>刷卡 %1</translation>
    </message>
    <message>
        <source>%1 in notes + %2 by card %3</source>
        <translation>纸币 %1 + 刷卡 %2 %3</translation>
    </message>
    <message>
        <source>Balance now %1</source>
        <translation>现在余额 %1</translation>
    </message>
    <message>
        <source>Still owed %1</source>
        <translation>仍欠费 %1</translation>
    </message>
    <message>
        <source>Payment number %1</source>
        <translation>缴费编号 %1</translation>
    </message>
    <message>
        <source>Case code %1</source>
        <translation>代码 %1</translation>
    </message>
    <message>
        <source>Receipt number %1</source>
        <translation>凭证号 %1</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>再打印一次</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>SecondPerson</name>
    <message>
        <source>A second person must agree</source>
        <translation>需要第二人同意</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>现场</translation>
    </message>
    <message>
        <source>Hall page</source>
        <translation>营业厅页面</translation>
    </message>
    <message>
        <source>By phone</source>
        <translation>电话取码</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>正在核对……</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>下一步 ›</translation>
    </message>
    <message>
        <source>I agree</source>
        <translation>我同意</translation>
    </message>
</context>
<context>
    <name>Secret</name>
    <message>
        <source>Enter the text code</source>
        <translation>请输入短信验证码</translation>
    </message>
    <message>
        <source>Enter the service password</source>
        <translation>请输入服务密码</translation>
    </message>
    <message>
        <source>It was sent to %1.</source>
        <translation>已发到 %1</translation>
    </message>
    <message>
        <source>For %1. Please cover the keys with your hand.</source>
        <translation>%1。请用手遮挡按键。</translation>
    </message>
    <message>
        <source>The last digit ends: %1. Back keeps it.</source>
        <translation>输完最后一位即退订：%1。按返回则不退订。</translation>
    </message>
    <message>
        <source>A code is on its way to the phone …</source>
        <translation>正在发送验证码……</translation>
    </message>
    <message>
        <source>One moment please …</source>
        <translation>请稍候……</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>正在核对……</translation>
    </message>
    <message>
        <source>Send another code</source>
        <translation>重发验证码</translation>
    </message>
</context>
<context>
    <name>Settling</name>
    <message>
        <source>Open money</source>
        <translation>待处理款项</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>正在读取……</translation>
    </message>
    <message>
        <source>Nobody can say</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>A note was found</source>
        <translation>发现钞票</translation>
    </message>
    <message>
        <source>Ask a second person ›</source>
        <translation>请第二人确认 ›</translation>
    </message>
    <message>
        <source>Print the slip again</source>
        <translation>再打印凭证</translation>
    </message>
    <message>
        <source>To the list</source>
        <translation>回到列表</translation>
    </message>
</context>
<context>
    <name>SheetHead</name>
    <message>
        <source>Fetching…</source>
        <translation>正在查询……</translation>
    </message>
</context>
<context>
    <name>SheetKeys</name>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Pay now ›</source>
        <translation>现在交费 ›</translation>
    </message>
</context>
<context>
    <name>StaffHead</name>
    <message>
        <source>Log off</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>StaffLogin</name>
    <message>
        <source>Checking …</source>
        <translation>正在核对……</translation>
    </message>
    <message>
        <source>Log in ›</source>
        <translation>登录 ›</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>下一步 ›</translation>
    </message>
    <message>
        <source>Change paper, no PIN needed</source>
        <translation>换纸，无需密码</translation>
    </message>
    <message>
        <source>Lift the lock by code, over the telephone</source>
        <translation>打电话获取代码解锁</translation>
    </message>
</context>
<context>
    <name>Subscriptions</name>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>%1 a month</source>
        <translation>每月 %1</translation>
    </message>
    <message>
        <source>End it ›</source>
        <comment>a subscription</comment>
        <translation>退订 ›</translation>
    </message>
    <message>
        <source>This number has no subscriptions.</source>
        <translation>这个号码没有订购业务。</translation>
    </message>
</context>
<context>
    <name>Tracing</name>
    <message>
        <source>Where is this money?</source>
        <translation>这笔钱在哪里？</translation>
    </message>
    <message>
        <source>Journey of %1</source>
        <translation>%1 的全过程</translation>
    </message>
    <message>
        <source>Hidden: whoever counts the box does not see what it should hold.</source>
        <translation>不显示：清点钱箱的人看不到应有金额。</translation>
    </message>
    <message>
        <source>Another code</source>
        <translation>查另一个编号</translation>
    </message>
    <message>
        <source>Find it ›</source>
        <translation>查找 ›</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>Getting ready, one moment please</source>
        <translation>正在准备，请稍候</translation>
    </message>
    <message>
        <source>The terminal was interrupted while {amount} was being charged to a card for {number}. Now asking the card terminal what became of it. Please wait, and do not pay again.</source>
        <translation>终端刚才中断，当时正在为 {number} 刷卡 {amount}。现在正向刷卡机查询结果，请稍候，不要重复付款。</translation>
    </message>
    <message>
        <source>A mobile number has 11 digits. Please enter the rest.</source>
        <translation>手机号是 11 位，请继续输入。</translation>
    </message>
    <message>
        <source>This is not a mobile number. Please check the first digits.</source>
        <translation>这不是手机号，请检查前几位。</translation>
    </message>
    <message>
        <source>The two numbers differ. Please enter the number again.</source>
        <translation>两次输入的号码不同，请重新输入。</translation>
    </message>
    <message>
        <source>We have no account with this number. Please check each digit.</source>
        <translation>查不到这个号码，请逐位核对。</translation>
    </message>
    <message>
        <source>This number has been closed. Nothing was charged. To settle old debts, please ask at the counter.</source>
        <translation>这个号码已销户，没有收您的钱。如需结清旧账，请到柜台。</translation>
    </message>
    <message>
        <source>This number has moved to another operator. Nothing was charged. Please pay there.</source>
        <translation>这个号码已转到其他运营商，没有收您的钱，请到那里缴费。</translation>
    </message>
    <message>
        <source>This number was given back and waits for a new owner. Nothing was charged. Please check each digit.</source>
        <translation>这个号码已收回，还没有新机主，没有收您的钱。请逐位核对。</translation>
    </message>
    <message>
        <source>This number can&apos;t be paid here. Nothing was charged. Please ask at the counter.</source>
        <translation>这个号码不能在本机缴费，没有收您的钱，请到柜台询问。</translation>
    </message>
    <message>
        <source>Too many numbers were looked up. Please wait a minute and try again.</source>
        <translation>查询次数太多，请过一分钟再试。</translation>
    </message>
    <message>
        <source>The centre did not answer. Please press Next once more.</source>
        <translation>中心没有应答，请再按一次“下一步”。</translation>
    </message>
    <message>
        <source>Cash: ready</source>
        <translation>现金正常</translation>
    </message>
    <message>
        <source>Cash: not now</source>
        <translation>现金停用</translation>
    </message>
    <message>
        <source>Cash: paused</source>
        <translation>现金暂停</translation>
    </message>
    <message>
        <source>Card: ready</source>
        <translation>刷卡正常</translation>
    </message>
    <message>
        <source>Card: not now</source>
        <translation>刷卡暂停</translation>
    </message>
    <message>
        <source>Card: not here</source>
        <translation>本机无刷卡</translation>
    </message>
    <message>
        <source>Receipts: ready</source>
        <translation>小票正常</translation>
    </message>
    <message>
        <source>Receipts: paper low</source>
        <translation>小票纸少</translation>
    </message>
    <message>
        <source>Receipts: not now</source>
        <translation>小票停用</translation>
    </message>
    <message>
        <source>Line: connected</source>
        <translation>网络正常</translation>
    </message>
    <message>
        <source>Line: down</source>
        <translation>网络中断</translation>
    </message>
    <message>
        <source>Cash can&apos;t be taken right now. Please pay by bank card, or ask the staff. Code {code}</source>
        <translation>现金暂停服务，请刷银行卡，或联系工作人员。代码 {code}</translation>
    </message>
    <message>
        <source>No receipts right now. You can still pay; the text message is your proof.</source>
        <translation>暂时不能打印小票。可以照常缴费，以短信为凭。</translation>
    </message>
    <message>
        <source>The line to the centre is down. You can still pay: it is posted when the line is back, the text follows.</source>
        <translation>网络中断。可以照常缴费：恢复后自动入账，短信随后发送。</translation>
    </message>
    <message>
        <source>No change is given. Whatever is too much is credited to {number} {name}</source>
        <translation>不找零，多出的钱存入 {number} {name}</translation>
    </message>
    <message>
        <source>No receipt can be printed right now. The text message is your proof.</source>
        <translation>现在不能打印小票，以短信为凭。</translation>
    </message>
    <message>
        <source>The receipt may fail. The text message is your proof.</source>
        <translation>小票可能打不出来，以短信为凭。</translation>
    </message>
    <message>
        <source>A stopped line is reconnected only when the centre can be reached again.</source>
        <translation>已停机的号码，要等线路恢复后才能复机。</translation>
    </message>
    <message>
        <source>This number can&apos;t receive texts now. The confirmation is sent once it is reconnected.</source>
        <translation>这个号码现在收不到短信，复机后再发送确认短信。</translation>
    </message>
    <message>
        <source>Only the notes shown are taken, one at a time. No coins.</source>
        <translation>只收图中的纸币，一次一张，不收硬币。</translation>
    </message>
    <message>
        <source>Cash can&apos;t be taken right now. Code {code}</source>
        <translation>现在不能收现金。代码 {code}</translation>
    </message>
    <message>
        <source>This terminal takes no bank cards.</source>
        <translation>本机不能刷银行卡。</translation>
    </message>
    <message>
        <source>The note came back: {reason} It was not counted.</source>
        <translation>纸币已退回：{reason}没有计入。</translation>
    </message>
    <message>
        <source>The note came back: at most {limit} can be paid at once. It was not counted.</source>
        <translation>纸币已退回：一次最多缴 {limit}，没有计入。</translation>
    </message>
    <message>
        <source>The note came back: you had already finished. Please take it; it was not counted.</source>
        <translation>纸币已退回：您已按了完成。请取走，没有计入。</translation>
    </message>
    <message>
        <source>The note came back: this kind of note isn&apos;t taken here. It was not counted.</source>
        <translation>纸币已退回：本机不收这种纸币，没有计入。</translation>
    </message>
    <message>
        <source>The note came back. Please take it; it was not counted.</source>
        <translation>纸币已退回，请取走，没有计入。</translation>
    </message>
    <message>
        <source>A note is stuck. What is shown above is safe. Please don&apos;t pull; press Finish and ask the staff.</source>
        <translation>有一张纸币卡住了。上面显示的金额已安全记录。请不要拉扯，按“放完了”并联系工作人员。</translation>
    </message>
    <message>
        <source>The note slot has stopped. What is shown above is safe. Please press Finish and ask the staff. Code {code}</source>
        <translation>纸币口停止工作。上面显示的金额已安全记录。请按“放完了”并联系工作人员。代码 {code}</translation>
    </message>
    <message>
        <source>Please pull the second note out. Only one note at a time.</source>
        <translation>请取回第二张纸币，一次只放一张。</translation>
    </message>
    <message>
        <source>No more can be paid at once. Please press Finish.</source>
        <translation>一次不能再多缴了，请按“放完了”。</translation>
    </message>
    <message>
        <source>At least {minimum} must be paid.</source>
        <translation>最少缴 {minimum}。</translation>
    </message>
    <message>
        <source>At most {maximum} can be paid at once.</source>
        <translation>一次最多缴 {maximum}。</translation>
    </message>
    <message>
        <source>Please enter whole yuan.</source>
        <translation>请输入整元。</translation>
    </message>
    <message>
        <source>Your money is in and safe. It is being posted now.</source>
        <translation>钱已收到，安全无误，正在入账。</translation>
    </message>
    <message>
        <source>Paid. The money is on the account.</source>
        <translation>缴费成功，钱已到账。</translation>
    </message>
    <message>
        <source>The terminal was interrupted. Your money is safe and is being paid to this number; please do not pay again.</source>
        <translation>机器刚才中断。您的钱已安全入箱，正在记入该号码，请勿重复缴费。</translation>
    </message>
    <message>
        <source>Your money is in and safe. It is posted as soon as the line is back; the text follows. You may go.</source>
        <translation>钱已收到，安全无误。网络恢复后自动入账，短信随后发送。您可以离开了。</translation>
    </message>
    <message>
        <source>The centre refused the payment. Your money is recorded as owed to you. Please show the payment number at the counter. Code {code}</source>
        <translation>中心没有接受这笔缴费。您的钱已记录在案，归您所有。请凭缴费编号到柜台办理。代码 {code}</translation>
    </message>
    <message>
        <source>{amount} more is not counted yet: nobody can tell where the note is. The staff will credit or refund it. Please keep this code: {code}</source>
        <translation>另有 {amount} 尚未计入：目前无法确定这张纸币在哪里。已登记，工作人员会入账或退还。请记下编号：{code}</translation>
    </message>
    <message>
        <source>Nobody can tell yet where your {amount} is. It is recorded, and the staff will credit or refund it. Please keep this code: {code}</source>
        <translation>目前无法确定您的 {amount} 在哪里。已登记，工作人员会入账或退还。请记下编号：{code}</translation>
    </message>
    <message>
        <source>Not posted; the staff will settle it</source>
        <translation>没有入账，将由人工处理</translation>
    </message>
    <message>
        <source>No receipt; note the payment number</source>
        <translation>小票没有打出，请记下缴费编号</translation>
    </message>
    <message>
        <source>We can&apos;t tell yet whether it was posted. The amount is recorded and a person will settle it. Please keep the payment number. Code {code}</source>
        <translation>暂时无法确认是否入账。金额已记录，将由人工核实。请保留缴费编号。代码 {code}</translation>
    </message>
    <message>
        <source>The terminal was interrupted. {amount} for {number} are safe inside and are being paid in. Now checking where the last note of {note} is, please wait.</source>
        <translation>机器刚才中断。为 {number} 投入的 {amount} 已安全入箱，正在为您入账。正在核实最后一张 {note} 纸币的位置，请稍候。</translation>
    </message>
    <message>
        <source>The terminal was interrupted. Now checking where the note of {note} for {number} is, please wait.</source>
        <translation>机器刚才中断。正在核实为 {number} 投入的 {note} 纸币的位置，请稍候。</translation>
    </message>
    <message>
        <source>Bank cards can&apos;t be used right now. Cash works as usual. Code {code}</source>
        <translation>银行卡暂停服务，现金照常可用。代码 {code}</translation>
    </message>
    <message>
        <source>Nothing can be paid here right now. Please use another terminal or the counter. Code {code}</source>
        <translation>本机现在不能缴费，请到其他终端或柜台办理。代码 {code}</translation>
    </message>
    <message>
        <source>The line is down: your payment is posted when it is back; the text follows.</source>
        <translation>网络中断：缴费会安全保存，恢复后自动入账，短信随后发送。</translation>
    </message>
    <message>
        <source>While the line is down, only {limit} more can be taken in cash. Please pay less or come back later.</source>
        <translation>网络中断期间，这个号码最多还能缴 {limit} 现金。请少缴一些，或稍后再来。</translation>
    </message>
    <message>
        <source>Bank cards can&apos;t be used right now. Code {code}</source>
        <translation>现在不能刷银行卡。代码 {code}</translation>
    </message>
    <message>
        <source>Bank cards can&apos;t be used while the line is down.</source>
        <translation>网络中断时不能刷银行卡。</translation>
    </message>
    <message>
        <source>Bank cards can&apos;t be used while no receipt can be printed.</source>
        <translation>不能打印小票时，不能刷银行卡。</translation>
    </message>
    <message>
        <source>Bank cards are paused until an earlier card payment has been cleared up.</source>
        <translation>之前有一笔刷卡正在核实，银行卡暂停使用。</translation>
    </message>
    <message>
        <source>Nothing is left to pay.</source>
        <translation>已经缴清。</translation>
    </message>
    <message>
        <source>A note is still on its way.</source>
        <translation>还有一张纸币正在处理。</translation>
    </message>
    <message>
        <source>Nobody can tell yet where the {amount} note is. It is recorded, not counted, and the staff will settle it. Code {code}</source>
        <translation>有一张 {amount} 纸币暂时无法确认去向。已记录，未计入，将由工作人员核实。代码 {code}</translation>
    </message>
    <message>
        <source>Waking the card terminal</source>
        <translation>正在连接刷卡机</translation>
    </message>
    <message>
        <source>Please have your card ready.</source>
        <translation>请准备好银行卡。</translation>
    </message>
    <message>
        <source>Insert your card, or hold it to the terminal</source>
        <translation>请在刷卡机上插卡或挥卡</translation>
    </message>
    <message>
        <source>If you insert it, leave it in until you are asked to take it.</source>
        <translation>插卡后请勿取出，等提示再取。</translation>
    </message>
    <message>
        <source>Please choose on the card terminal</source>
        <translation>请在刷卡机上选择</translation>
    </message>
    <message>
        <source>Read its small display and use its keys.</source>
        <translation>请看刷卡机的小屏幕，按它的按键。</translation>
    </message>
    <message>
        <source>Enter your PIN on the card terminal</source>
        <translation>请在刷卡机上输入密码</translation>
    </message>
    <message>
        <source>Look at its keys, not at this screen. Cover them with your hand, then press the green key.</source>
        <translation>请看刷卡机的按键，不要看本屏幕。用手遮挡，输完按绿色键。</translation>
    </message>
    <message>
        <source>The bank is being asked</source>
        <translation>正在请求银行</translation>
    </message>
    <message>
        <source>Please wait, and leave the card where it is. It can&apos;t be cancelled now.</source>
        <translation>请稍候，不要动卡片。现在不能取消。</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>请稍候</translation>
    </message>
    <message>
        <source>The card terminal is at work. Please leave the card where it is.</source>
        <translation>刷卡机正在处理，请不要动卡片。</translation>
    </message>
    <message>
        <source>The bank agrees</source>
        <translation>银行已同意</translation>
    </message>
    <message>
        <source>The card terminal is finishing. Please wait a moment.</source>
        <translation>刷卡机正在收尾，请稍等片刻。</translation>
    </message>
    <message>
        <source>Please take your card back</source>
        <translation>请取回您的银行卡</translation>
    </message>
    <message>
        <source>Then we go on by ourselves.</source>
        <translation>取卡后自动继续。</translation>
    </message>
    <message>
        <source>The charge is being taken back</source>
        <translation>正在撤销扣款</translation>
    </message>
    <message>
        <source>The card terminal does it by itself. Please wait for the result.</source>
        <translation>刷卡机正在自动撤销，请等待结果。</translation>
    </message>
    <message>
        <source>Checking what happened</source>
        <translation>正在核实结果</translation>
    </message>
    <message>
        <source>We lost the card terminal&apos;s answer and are asking it. Please wait, and do not pay again.</source>
        <translation>没有收到刷卡机的答复，正在查询。请稍候，不要重复付款。</translation>
    </message>
    <message>
        <source>The card payment was cancelled.</source>
        <translation>刷卡已取消。</translation>
    </message>
    <message>
        <source>You can try again, or pay in another way.</source>
        <translation>可以再试一次，或改用其他方式。</translation>
    </message>
    <message>
        <source>The card terminal waited, and nothing came.</source>
        <translation>刷卡机等候超时，没有收到操作。</translation>
    </message>
    <message>
        <source>Please have the card ready, and try again.</source>
        <translation>请准备好卡片，再试一次。</translation>
    </message>
    <message>
        <source>The card could not be read.</source>
        <translation>没有读出卡片。</translation>
    </message>
    <message>
        <source>Please try again with the chip forward and up, or use another card.</source>
        <translation>请芯片朝上向前再试，或换一张卡。</translation>
    </message>
    <message>
        <source>This kind of card isn&apos;t taken here.</source>
        <translation>本机不受理这种卡。</translation>
    </message>
    <message>
        <source>Please use another card, or pay in another way.</source>
        <translation>请换一张卡，或改用其他方式。</translation>
    </message>
    <message>
        <source>This card has expired.</source>
        <translation>这张卡已过期。</translation>
    </message>
    <message>
        <source>The PIN was wrong.</source>
        <translation>密码不对。</translation>
    </message>
    <message>
        <source>Please think it over, then try again or use another card.</source>
        <translation>请想一想再试，或换一张卡。</translation>
    </message>
    <message>
        <source>The PIN was wrong too often.</source>
        <translation>密码输错次数过多。</translation>
    </message>
    <message>
        <source>Please use another card. Only your bank can unlock this one.</source>
        <translation>请换一张卡。这张卡只有发卡银行能解锁。</translation>
    </message>
    <message>
        <source>There isn&apos;t enough money on this card.</source>
        <translation>卡内余额不足。</translation>
    </message>
    <message>
        <source>This is more than the card may pay.</source>
        <translation>超过这张卡的限额。</translation>
    </message>
    <message>
        <source>The bank declined the payment.</source>
        <translation>银行没有同意扣款。</translation>
    </message>
    <message>
        <source>Your bank can tell you why. Please use another card, or pay in another way.</source>
        <translation>原因可向发卡银行查询。请换一张卡，或改用其他方式。</translation>
    </message>
    <message>
        <source>The bank could not be reached.</source>
        <translation>无法连接银行。</translation>
    </message>
    <message>
        <source>Please try again in a minute, or pay in another way.</source>
        <translation>请过一会儿再试，或改用其他方式。</translation>
    </message>
    <message>
        <source>The card terminal can&apos;t do it right now.</source>
        <translation>刷卡机现在不能处理。</translation>
    </message>
    <message>
        <source>Please pay in another way, or ask the staff.</source>
        <translation>请改用其他方式，或联系工作人员。</translation>
    </message>
    <message>
        <source>The card payment was interrupted. We have asked the card terminal: nothing was taken.</source>
        <translation>刷卡中断。已向刷卡机核实：没有扣款。</translation>
    </message>
    <message>
        <source>The card payment was interrupted. The card terminal has undone it.</source>
        <translation>刷卡中断，刷卡机已撤销扣款。</translation>
    </message>
    <message>
        <source>Your bank may show both for a while; they cancel out. You can try again.</source>
        <translation>银行账单可能暂时显示一扣一退，互相抵消。可以再试一次。</translation>
    </message>
    <message>
        <source>It isn&apos;t known yet whether {amount} was taken from the card. We find out by ourselves, mostly within minutes: a charge is then credited or undone. Please do not pay again. Code {code}</source>
        <translation>还不知道卡内是否已扣 {amount}。我们正自动核实，一般几分钟有结果：已扣的款将入账或撤销。请不要重复付款。代码 {code}</translation>
    </message>
    <message>
        <source>Nobody can tell yet whether {amount} was taken from the card. The staff settle it by the bank&apos;s statement, within days: a charge is credited or given back. Code {code}</source>
        <translation>还不能确定卡内是否已扣 {amount}。工作人员将在几天内按银行对账单处理：已扣的款将入账或退还。代码 {code}</translation>
    </message>
    <message>
        <source>We have asked the card terminal: nothing was taken from the card, and nothing was paid.</source>
        <translation>已向刷卡机核实：卡内没有扣款，也没有缴费。</translation>
    </message>
    <message>
        <source>The centre refused the payment. {amount} goes back to the card; what went in as notes is recorded as owed to you. Please show the payment number at the counter. Code {code}</source>
        <translation>中心拒收这笔缴费。{amount} 将退回卡内；放入的纸币已记为应退款。请凭缴费编号到柜台办理。代码 {code}</translation>
    </message>
    <message>
        <source>Posted if the card was charged</source>
        <translation>如已扣款，将会入账</translation>
    </message>
    <message>
        <source>Not posted; nothing was paid</source>
        <translation>没有入账，也没有扣款</translation>
    </message>
    <message>
        <source>Not posted; the card has its money back</source>
        <translation>没有入账，款已退回卡内</translation>
    </message>
    <message>
        <source>The centre refused the payment. The card terminal has given {amount} back to the card. Nothing is lost.</source>
        <translation>中心拒收这笔缴费，刷卡机已将 {amount} 退回卡内，没有损失。</translation>
    </message>
    <message>
        <source>A text message is on its way</source>
        <translation>短信正在发送</translation>
    </message>
    <message>
        <source>Text message sent</source>
        <translation>短信已发出</translation>
    </message>
    <message>
        <source>Text message delivered</source>
        <translation>短信已送达</translation>
    </message>
    <message>
        <source>The text message failed; the payment itself counts</source>
        <translation>短信没有发出，缴费有效</translation>
    </message>
    <message>
        <source>The text message follows when the line is reconnected</source>
        <translation>复机后发送短信</translation>
    </message>
    <message>
        <source>The receipt failed; the payment counts. Please note the payment number. The text message is your proof.</source>
        <translation>小票没有打出，缴费有效。请记下缴费编号，以短信为凭。</translation>
    </message>
    <message>
        <source>This terminal can&apos;t record money safely and takes none. Money already in is recorded.</source>
        <translation>本机无法安全记账，已停止收钱。先前放入的钱都有记录。</translation>
    </message>
    <message>
        <source>This terminal has found something it must not decide alone, so it takes no money.</source>
        <translation>本机发现需要人工确认的情况，暂不收钱。</translation>
    </message>
    <message>
        <source>This terminal could not start properly and takes no money.</source>
        <translation>本机没有正常启动，暂不收钱。</translation>
    </message>
    <message>
        <source>This terminal has a fault and could not start again. Everything that was paid is recorded and safe: nothing need be paid twice.</source>
        <translation>本机有故障，没能重新启动。已缴的钱都有记录，安全无误，不用再缴一次。</translation>
    </message>
    <message>
        <source>Neither cash nor cards can be taken here right now.</source>
        <translation>本机现在不能收现金，也不能刷卡。</translation>
    </message>
    <message>
        <source>Posting to the account</source>
        <translation>正在入账</translation>
    </message>
    <message>
        <source>Posted to the account</source>
        <translation>已入账</translation>
    </message>
    <message>
        <source>Will be posted when the line is back</source>
        <translation>网络恢复后入账</translation>
    </message>
    <message>
        <source>Nothing to post</source>
        <translation>无需入账</translation>
    </message>
    <message>
        <source>The text message follows when the line is back</source>
        <translation>网络恢复后发送短信</translation>
    </message>
    <message>
        <source>The text message follows after posting</source>
        <translation>入账后发送短信</translation>
    </message>
    <message>
        <source>No text message</source>
        <translation>不发短信</translation>
    </message>
    <message>
        <source>The line was not stopped</source>
        <translation>没有停机</translation>
    </message>
    <message>
        <source>The stopped line is being reconnected</source>
        <translation>正在复机</translation>
    </message>
    <message>
        <source>The line is reconnected</source>
        <translation>已复机</translation>
    </message>
    <message>
        <source>Reconnecting takes longer than it should; we are on it</source>
        <translation>复机比平时慢，我们正在处理</translation>
    </message>
    <message>
        <source>The line is reconnected after posting</source>
        <translation>入账后复机</translation>
    </message>
    <message>
        <source>The line stays stopped; please ask at the counter</source>
        <translation>仍是停机状态，请到柜台询问</translation>
    </message>
    <message>
        <source>Your receipt is being printed</source>
        <translation>正在打印小票</translation>
    </message>
    <message>
        <source>Please take your receipt</source>
        <translation>请取走小票</translation>
    </message>
    <message>
        <source>The receipt can be printed later at the counter</source>
        <translation>小票可稍后到柜台补打</translation>
    </message>
    <message>
        <source>Receipt was drawn back, not taken</source>
        <translation>小票没有人取走，已收回</translation>
    </message>
    <message>
        <source>No receipt, as agreed</source>
        <translation>按约定不打小票</translation>
    </message>
    <message>
        <source>In service</source>
        <translation>正常使用</translation>
    </message>
    <message>
        <source>Stopped: can&apos;t make calls</source>
        <translation>已停机：不能打出</translation>
    </message>
    <message>
        <source>Stopped: no calls, no texts</source>
        <translation>已停机：不能打出、接听和收短信</translation>
    </message>
    <message>
        <source>State unknown while the line is down</source>
        <translation>网络中断，状态未知</translation>
    </message>
    <message>
        <source>Checking the note</source>
        <translation>正在识别</translation>
    </message>
    <message>
        <source>Going into the box</source>
        <translation>正在入箱</translation>
    </message>
    <message>
        <source>In the box</source>
        <translation>已入箱</translation>
    </message>
    <message>
        <source>Coming back to you</source>
        <translation>正在退回</translation>
    </message>
    <message>
        <source>please put it in straight, by its short side.</source>
        <translation>请短边朝前放正，</translation>
    </message>
    <message>
        <source>it could not be read. Smooth it out or use another.</source>
        <translation>没有认出来，请抚平或换一张，</translation>
    </message>
    <message>
        <source>this note isn&apos;t taken right now.</source>
        <translation>现在不收这种纸币，</translation>
    </message>
    <message>
        <source>please put in one note at a time.</source>
        <translation>请一次只放一张，</translation>
    </message>
    <message>
        <source>this is not a note.</source>
        <translation>这不是纸币，</translation>
    </message>
    <message>
        <source>Something unusual happened. Please ask the staff. Code {code}</source>
        <translation>出现特殊情况，请联系工作人员。代码 {code}</translation>
    </message>
    <message>
        <source>This password is too simple to be safe, so it is not taken. Please use a text code instead.</source>
        <translation>此密码过于简单，不能使用。请改用短信验证码。</translation>
    </message>
    <message>
        <source>For your safety the time for asking is over. Please prove once more that it is your number.</source>
        <translation>为了您的安全，查询时间已到。请重新验证。</translation>
    </message>
    <message>
        <source>That was not right. Please enter it again. Tries left: {tries}.</source>
        <translation>输入有误，请重新输入，还可试 {tries} 次。</translation>
    </message>
    <message>
        <source>That was not right, and it was the last try. Please choose once more how to prove it.</source>
        <translation>输入有误，次数已用完。请重新选择验证方式。</translation>
    </message>
    <message>
        <source>Too many wrong tries: locked until {until}. Please use the other way, or ask at the counter. Paying works as usual.</source>
        <translation>输错次数过多，锁定到 {until}。请改用另一种方式，或到柜台办理。缴费不受影响。</translation>
    </message>
    <message>
        <source>The time to enter it is over. Please choose once more how to prove it.</source>
        <translation>输入时间已过，请重新选择验证方式。</translation>
    </message>
    <message>
        <source>That was asked too often. Please wait {seconds} seconds and try again.</source>
        <translation>操作太频繁，请 {seconds} 秒后再试。</translation>
    </message>
    <message>
        <source>This number can&apos;t get texts now. Please use the service password, or ask at the counter.</source>
        <translation>此号码现在收不到短信。请用服务密码，或到柜台办理。</translation>
    </message>
    <message>
        <source>Already given</source>
        <translation>已通过</translation>
    </message>
    <message>
        <source>The centre no longer keeps this month. Please choose a later one, or ask at the counter.</source>
        <translation>中心已不保存这个月的记录。请选较近的月份，或到柜台查询。</translation>
    </message>
    <message>
        <source>Nothing can be shown for this number here. Please check the number, or ask at the counter.</source>
        <translation>此号码不能在这里查询。请核对号码，或到柜台办理。</translation>
    </message>
    <message>
        <source>The centre did not answer. Nothing was changed. Please try again in a moment.</source>
        <translation>中心没有答复，没有任何变动。请稍后再试。</translation>
    </message>
    <message>
        <source>The clock of this terminal is wrong, so the centre does not answer it. Nothing was changed. Please tell the staff, or use another terminal.</source>
        <translation>本终端的时钟不准，中心无法应答。没有办理任何业务。请告知工作人员，或使用其他终端。</translation>
    </message>
    <message>
        <source>The centre does not accept this terminal now. Nothing was changed. Please tell the staff, or use another terminal.</source>
        <translation>中心暂不接受本终端。没有办理任何业务。请告知工作人员，或使用其他终端。</translation>
    </message>
    <message>
        <source>The line to the centre is down: asking is not possible now. You can still pay.</source>
        <translation>网络中断，现在不能查询，可以照常缴费。</translation>
    </message>
    <message>
        <source>The list of services could not be fetched yet. You can pay now; please come back later to ask.</source>
        <translation>还没有取到业务目录。现在可以缴费，查询请稍后再来。</translation>
    </message>
    <message>
        <source>This is not offered right now. Please choose another service, or ask at the counter.</source>
        <translation>现在不提供此项业务。请选其他业务，或到柜台办理。</translation>
    </message>
    <message>
        <source>There is no such day. The number begins with the day of the payment: year, month and day.</source>
        <translation>没有这一天。凭证号开头是缴费日期：年、月、日各两位。</translation>
    </message>
    <message>
        <source>This can&apos;t be the number: one character is wrong. Please compare it with the slip or the text.</source>
        <translation>凭证号不对，有一位输错了。请与小票或短信核对。</translation>
    </message>
    <message>
        <source>No receipt has this number. Please compare it with the slip or the text. A payment still to be posted gets its number by text afterwards.</source>
        <translation>没有这个凭证号，请与小票或短信核对。待入账的缴费还没有凭证号，入账后短信会告知。</translation>
    </message>
    <message>
        <source>The centre did not answer: no copy now. Please keep the number and try again later. A payment still to be posted gets its number by text afterwards.</source>
        <translation>中心没有答复，现在不能补打。请留好凭证号，稍后再试。待入账的缴费，入账后短信会告知凭证号。</translation>
    </message>
    <message>
        <source>This receipt has been printed again too often. The counter can help; the receipt&apos;s number stays good.</source>
        <translation>这张凭证补打次数已用完，请到柜台办理。凭证号仍然有效。</translation>
    </message>
    <message>
        <source>A copy of a receipt needs a text code.</source>
        <translation>补打凭证要用短信验证码。</translation>
    </message>
    <message>
        <source>This number can&apos;t get texts now. Please print the copy by the number on the slip, or ask at the counter.</source>
        <translation>此号码现在收不到短信。请用小票上的凭证号补打，或到柜台办理。</translation>
    </message>
    <message>
        <source>The printer can&apos;t print right now. Nothing was printed or charged. Please ask the staff. Code {code}</source>
        <translation>现在不能打印，没有打印，也没有收费。请联系工作人员。代码 {code}</translation>
    </message>
    <message>
        <source>The slip was not printed whole. Nothing was charged. Please try again, or ask the staff. Code {code}</source>
        <translation>小票没有完整打出，没有收费。请再试一次，或联系工作人员。代码 {code}</translation>
    </message>
    <message>
        <source>The printer did not answer. Please check that the slip is whole; if not, ask the staff.</source>
        <translation>打印机没有答复。请看小票是否完整；如不完整，请联系工作人员。</translation>
    </message>
    <message>
        <source>The slip was drawn back in. You can print it again; it is marked as a copy.</source>
        <translation>小票已被收回机内。您可以再打印一次，上面会标明“补打”。</translation>
    </message>
    <message>
        <source>Your slip is still in the printer&apos;s mouth. Please pull it out.</source>
        <translation>您的小票还在出纸口，请把它抽出来。</translation>
    </message>
    <message>
        <source>{count} records do not fit on one slip and are left out. Choose a day or a kind to print fewer.</source>
        <translation>一张小票放不下，有 {count} 条不会打印。可按日期或类别分开打印。</translation>
    </message>
    <message>
        <source>Jan</source>
        <translation>1月</translation>
    </message>
    <message>
        <source>Feb</source>
        <translation>2月</translation>
    </message>
    <message>
        <source>Mar</source>
        <translation>3月</translation>
    </message>
    <message>
        <source>Apr</source>
        <translation>4月</translation>
    </message>
    <message>
        <source>May</source>
        <translation>5月</translation>
    </message>
    <message>
        <source>Jun</source>
        <translation>6月</translation>
    </message>
    <message>
        <source>Jul</source>
        <translation>7月</translation>
    </message>
    <message>
        <source>Aug</source>
        <translation>8月</translation>
    </message>
    <message>
        <source>Sep</source>
        <translation>9月</translation>
    </message>
    <message>
        <source>Oct</source>
        <translation>10月</translation>
    </message>
    <message>
        <source>Nov</source>
        <translation>11月</translation>
    </message>
    <message>
        <source>Dec</source>
        <translation>12月</translation>
    </message>
    <message>
        <source>{day} {month}</source>
        <translation>{month}{day}日</translation>
    </message>
    <message>
        <source>{day} {month} {time}</source>
        <translation>{month}{day}日 {time}</translation>
    </message>
    <message>
        <source>{day} {month} {year}</source>
        <translation>{year}年{month}{day}日</translation>
    </message>
    <message>
        <source>{month} {year}</source>
        <translation>{year}年{month}</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min {seconds} s</source>
        <translation>{hours}小时{minutes}分{seconds}秒</translation>
    </message>
    <message>
        <source>As of {moment}</source>
        <translation>截至 {moment}</translation>
    </message>
    <message>
        <source>until {day}</source>
        <translation>{day}到期</translation>
    </message>
    <message>
        <source>since {day}</source>
        <translation>{day}起</translation>
    </message>
    <message>
        <source>collected for {name}</source>
        <translation>代 {name} 收取</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>The new list could not be fetched: below is the one from before. Please try again in a moment.</source>
        <translation>未能取得最新列表，下面是之前的列表。请稍后重试。</translation>
    </message>
    <message>
        <source>Before the line is stopped you get a text.</source>
        <translation>停机前会发短信提醒您。</translation>
    </message>
    <message>
        <source>Before the line is stopped one of us calls you.</source>
        <translation>停机前会有专人来电提醒您。</translation>
    </message>
    <message>
        <source>This number can&apos;t get texts now, so nothing can be ended here. Please ask at the counter.</source>
        <translation>此号码现在收不到短信，无法在此退订，请到柜台办理。</translation>
    </message>
    <message>
        <source>Not possible until {day}: {what}. Reason: {why}.</source>
        <translation>{day}前不能办理：{what}。原因：{why}。</translation>
    </message>
    <message>
        <source>Adjustments</source>
        <translation>调整</translation>
    </message>
    <message>
        <source>Done: {name} is ended. Nothing is charged from {until} on.</source>
        <translation>退订成功：{name}，{until} 起不再收费。</translation>
    </message>
    <message>
        <source>Nothing to end: this number does not have {name}. Nothing was changed or charged.</source>
        <translation>没有可退订的业务：这个号码没有订购 {name}，没有变更，也没有收费。</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes}分{seconds}秒</translation>
    </message>
    <message>
        <source>Diagnosis</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Readiness</source>
        <translation>开业自检</translation>
    </message>
    <message>
        <source>A note in and out</source>
        <translation>收退一张纸币</translation>
    </message>
    <message>
        <source>Print and cut</source>
        <translation>打印和切纸</translation>
    </message>
    <message>
        <source>Card terminal and bank</source>
        <translation>银行卡终端和银行</translation>
    </message>
    <message>
        <source>Touch screen</source>
        <translation>触摸屏</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>The centre&apos;s answer</source>
        <translation>中心应答</translation>
    </message>
    <message>
        <source>Text message</source>
        <translation>短信</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>A test page is being printed and cut.</source>
        <translation>正在打印并切下测试页。</translation>
    </message>
    <message>
        <source>The card terminal is asked whether it reaches its bank. No card is charged.</source>
        <translation>正在询问银行卡终端能否连通银行，不会扣款。</translation>
    </message>
    <message>
        <source>A tone is being played.</source>
        <translation>正在播放提示音。</translation>
    </message>
    <message>
        <source>The way to the centre is being tried.</source>
        <translation>正在试通往中心的网络。</translation>
    </message>
    <message>
        <source>The centre is asked for a signed answer.</source>
        <translation>正在请中心给出签名应答。</translation>
    </message>
    <message>
        <source>A text is on its way to your own phone.</source>
        <translation>短信正发往您本人的手机。</translation>
    </message>
    <message>
        <source>This clock is compared with the centre&apos;s.</source>
        <translation>正在与中心核对时钟。</translation>
    </message>
    <message>
        <source>Room and speed of the disk are being measured.</source>
        <translation>正在测磁盘的空间和速度。</translation>
    </message>
    <message>
        <source>The note slot is being opened.</source>
        <translation>正在打开纸币入口。</translation>
    </message>
    <message>
        <source>One moment.</source>
        <translation>请稍候。</translation>
    </message>
    <message>
        <source>Put one note of your own into the slot. It comes back; nothing is credited.</source>
        <translation>请放入一张您自己的纸币，会原样退出，不会入账。</translation>
    </message>
    <message>
        <source>The note is being looked at.</source>
        <translation>正在识别纸币。</translation>
    </message>
    <message>
        <source>The note of {amount} is coming back. Please take it.</source>
        <translation>{amount} 纸币正在退出，请取走。</translation>
    </message>
    <message>
        <source>Wait until the note is back; then this page ends.</source>
        <translation>请等纸币退出，然后结束本项。</translation>
    </message>
    <message>
        <source>The note came back: {reason}</source>
        <translation>纸币退出：{reason}</translation>
    </message>
    <message>
        <source>Can every line of the page be read?</source>
        <translation>测试页每一行都清楚吗？</translation>
    </message>
    <message>
        <source>Is the page cut cleanly?</source>
        <translation>纸切得整齐吗？</translation>
    </message>
    <message>
        <source>Is the print straight on the paper?</source>
        <translation>字印得端正吗？</translation>
    </message>
    <message>
        <source>Did you hear the tone?</source>
        <translation>听到提示音了吗？</translation>
    </message>
    <message>
        <source>Did the text reach your phone?</source>
        <translation>手机收到短信了吗？</translation>
    </message>
    <message>
        <source>Touch every field. {left} to go</source>
        <translation>请摸遍每一格，还剩 {left} 格</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Never tried</source>
        <translation>未做过</translation>
    </message>
    <message>
        <source>too long ago</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>{at} by {staff}</source>
        <translation>{at} 工号 {staff}</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}秒</translation>
    </message>
    <message>
        <source>every device, one by one</source>
        <translation>逐个设备检测</translation>
    </message>
    <message>
        <source>may it open, and why</source>
        <translation>能否开业及原因</translation>
    </message>
    <message>
        <source>Fault bundle {name}: it lies in this terminal&apos;s storage.</source>
        <translation>故障包 {name} 已存入本机存储目录。</translation>
    </message>
    <message>
        <source>The fault bundle could not be made. The disk may be full; the log says why.</source>
        <translation>故障包没有生成，可能磁盘已满，原因见日志。</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>看不清</translation>
    </message>
    <message>
        <source>not cut</source>
        <translation>没有切好</translation>
    </message>
    <message>
        <source>not straight</source>
        <translation>不端正</translation>
    </message>
    <message>
        <source>not heard</source>
        <translation>没有听到</translation>
    </message>
    <message>
        <source>did not arrive</source>
        <translation>没有收到</translation>
    </message>
    <message>
        <source>the note came back</source>
        <translation>纸币已退出</translation>
    </message>
    <message>
        <source>the note went into the box; two people settle it</source>
        <translation>纸币进了钱箱，由两人处理</translation>
    </message>
    <message>
        <source>nobody knows where the note is; two people settle it</source>
        <translation>不知道纸币在哪里，由两人处理</translation>
    </message>
    <message>
        <source>no note was put in</source>
        <translation>没有放入纸币</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>没有及时应答</translation>
    </message>
    <message>
        <source>nobody said yes or no</source>
        <translation>没有人回答</translation>
    </message>
    <message>
        <source>no sound player, or sound is switched off</source>
        <translation>没有声音播放程序，或声音已关</translation>
    </message>
    <message>
        <source>no way out: is the cable in?</source>
        <translation>没有出口路由，网线插好了吗？</translation>
    </message>
    <message>
        <source>Ready to open</source>
        <translation>可以开业</translation>
    </message>
    <message>
        <source>Ready, with limits</source>
        <translation>可以开业，有限制</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>不能开业</translation>
    </message>
    <message>
        <source>No open money</source>
        <translation>没有待处理款项</translation>
    </message>
    <message>
        <source>Open money: {amount}</source>
        <translation>待处理款项：{amount}</translation>
    </message>
    <message>
        <source>Reading the books …</source>
        <translation>正在读账…</translation>
    </message>
    <message>
        <source>The report is printed.</source>
        <translation>自检单已打印。</translation>
    </message>
    <message>
        <source>The report was not printed; see the printer.</source>
        <translation>自检单没有打印，请看打印机。</translation>
    </message>
    <message>
        <source>The report may be out or cut short; see the printer.</source>
        <translation>自检单可能已出或不完整，请看打印机。</translation>
    </message>
    <message>
        <source>Calling a person …</source>
        <translation>正在呼叫工作人员…</translation>
    </message>
    <message>
        <source>A person has been told. Please wait here: your money is safe.</source>
        <translation>已通知工作人员，请在此稍候。您的钱是安全的。</translation>
    </message>
    <message>
        <source>Your call is noted at the centre. For help at once, ask the staff here or ring {phone}.</source>
        <translation>已登记您的求助。如需立即帮助，请找厅内工作人员或拨打 {phone}。</translation>
    </message>
    <message>
        <source>Nobody could be reached from here. Please ring {phone}. Nothing that went in is lost.</source>
        <translation>暂时联系不上工作人员，请拨打 {phone}。放入的钱不会丢。</translation>
    </message>
    <message>
        <source>The centre has not told this terminal yet who works here. Paper can be changed without logging in.</source>
        <translation>本机还没有从中心取到人员名单，暂时不能登录。换纸无需登录。</translation>
    </message>
    <message>
        <source>Number or PIN is not right. Please try again.</source>
        <translation>工号或密码不对，请重试。</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Please wait {minutes} min, or ask for a code.</source>
        <translation>密码输错次数过多，请等 {minutes} 分钟，或向中心要解锁码。</translation>
    </message>
    <message>
        <source>A PIN has 6 to 12 digits.</source>
        <translation>密码为 6 至 12 位数字。</translation>
    </message>
    <message>
        <source>That is too easy to guess: no runs, and no single digit again and again.</source>
        <translation>太容易猜到：不要用连号或重复的数字。</translation>
    </message>
    <message>
        <source>Please take no date, and nothing of your staff number.</source>
        <translation>请不要用日期，也不要含工号。</translation>
    </message>
    <message>
        <source>The two PINs differ. Please choose one again.</source>
        <translation>两次输入不一致，请重新设置。</translation>
    </message>
    <message>
        <source>The new PIN could not be kept. The old one stays; please try again.</source>
        <translation>新密码没有保存成，原密码仍有效，请重试。</translation>
    </message>
    <message>
        <source>Staff number</source>
        <translation>工号</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Choose a new PIN</source>
        <translation>设置新密码</translation>
    </message>
    <message>
        <source>The new PIN once more</source>
        <translation>再输一次新密码</translation>
    </message>
    <message>
        <source>For the hall&apos;s staff. Wrong tries are recorded.</source>
        <translation>仅供营业厅人员。输错会有记录。</translation>
    </message>
    <message>
        <source>Please cover the keys with your hand.</source>
        <translation>请用手遮挡按键。</translation>
    </message>
    <message>
        <source>6 to 12 digits that only you know.</source>
        <translation>6 至 12 位，只有您自己知道。</translation>
    </message>
    <message>
        <source>So that no slip of a finger locks you out.</source>
        <translation>以免手误把自己锁在外面。</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>technician</source>
        <translation>维护</translation>
    </message>
    <message>
        <source>cash</source>
        <translation>现金</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>The lock is lifted. Please type your PIN.</source>
        <translation>已解除锁定，请输入密码。</translation>
    </message>
    <message>
        <source>cash handler</source>
        <translation>清机</translation>
    </message>
    <message>
        <source>May open: everything works</source>
        <translation>可以营业，一切正常</translation>
    </message>
    <message>
        <source>May open, with limits</source>
        <translation>可以营业，但有缺项</translation>
    </message>
    <message>
        <source>May not open</source>
        <translation>不能营业</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>现金</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>凭条</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>{count} payments wait to be posted</source>
        <translation>待传 {count} 笔</translation>
    </message>
    <message>
        <source>nothing waits to be posted</source>
        <translation>待传 0 笔</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>流水与账本</translation>
    </message>
    <message>
        <source>Change paper</source>
        <translation>换纸</translation>
    </message>
    <message>
        <source>about {metres} m, {slips} slips</source>
        <translation>约 {metres} 米，{slips} 张</translation>
    </message>
    <message>
        <source>Note acceptor</source>
        <translation>纸币器</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Card terminal</source>
        <translation>银行卡终端</translation>
    </message>
    <message>
        <source>This terminal</source>
        <translation>本终端</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>At work</source>
        <translation>工作中</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>启动中</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>无应答</translation>
    </message>
    <message>
        <source>No power</source>
        <translation>没有电</translation>
    </message>
    <message>
        <source>Unplugged</source>
        <translation>线已断开</translation>
    </message>
    <message>
        <source>Needs hands</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>Faulty</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>Suspicious</source>
        <translation>可疑</translation>
    </message>
    <message>
        <source>Works, see to it</source>
        <translation>可用，请留意</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Open money</source>
        <translation>待处理款项</translation>
    </message>
    <message>
        <source>two people decide</source>
        <translation>两人确认</translation>
    </message>
    <message>
        <source>Decide about a note or a payment</source>
        <translation>处理一张钞票或一笔缴费</translation>
    </message>
    <message>
        <source>Record a note that was found</source>
        <translation>登记发现的钞票</translation>
    </message>
    <message>
        <source>{count} wait for a decision: {amount}</source>
        <translation>{count} 项待处理，共 {amount}</translation>
    </message>
    <message>
        <source>Nothing is open: every note and every payment is where it should be.</source>
        <translation>没有待处理款项：每张钞票、每笔缴费都有着落。</translation>
    </message>
    <message>
        <source>Type a code of the slip: payment no., receipt no., or the case&apos;s code.</source>
        <translation>请输入凭条上的编号：缴费编号、凭证号或待查编号。</translation>
    </message>
    <message>
        <source>Looking it up in this terminal&apos;s ledger …</source>
        <translation>正在本机账本中查找 …</translation>
    </message>
    <message>
        <source>This terminal knows no such code. Compare it with the slip: which terminal printed it?</source>
        <translation>本机没有这个编号。请与凭条核对：是哪台终端打印的？</translation>
    </message>
    <message>
        <source>You have looked for many codes within an hour. You can look again in {minutes} min.</source>
        <translation>一小时内查得太多。请等 {minutes} 分钟后再查。</translation>
    </message>
    <message>
        <source>Records before {day} are too old to be looked through here. All of them: by command word, ledger show.</source>
        <translation>{day}以前的记录太久，这里不再查找。要看全部，请用命令 ledger show。</translation>
    </message>
    <message>
        <source>The ledger could not be read now. Nothing is lost; please try again.</source>
        <translation>现在读不到账本。账没有丢，请再试一次。</translation>
    </message>
    <message>
        <source>Somebody begins to pay for {number}</source>
        <translation>开始为 {number} 缴费</translation>
    </message>
    <message>
        <source>Somebody begins to pay for {number}; the line was down</source>
        <translation>开始为 {number} 缴费，当时网络中断</translation>
    </message>
    <message>
        <source>The visit is over</source>
        <translation>本次办理结束</translation>
    </message>
    <message>
        <source>Note in escrow, written down before it is taken in</source>
        <translation>纸币在暂存位，入箱前已记账</translation>
    </message>
    <message>
        <source>Note in the cash box, by the acceptor&apos;s own report</source>
        <translation>纸币已入箱，以纸币器报告为准</translation>
    </message>
    <message>
        <source>Note given back</source>
        <translation>纸币已退还</translation>
    </message>
    <message>
        <source>Note not wanted; it is to be given back</source>
        <translation>不收这张纸币，准备退还</translation>
    </message>
    <message>
        <source>Where the note is is not known: case {code} ({why})</source>
        <translation>纸币去向待查：编号 {code}（{why}）</translation>
    </message>
    <message>
        <source>Note found by {staff_id}</source>
        <translation>{staff_id} 找到纸币</translation>
    </message>
    <message>
        <source>Decided by {first} and {second}: {outcome}</source>
        <translation>{first} 和 {second} 处理：{outcome}</translation>
    </message>
    <message>
        <source>credited to the number</source>
        <translation>已记入该号码</translation>
    </message>
    <message>
        <source>handed to the customer</source>
        <translation>已交还顾客</translation>
    </message>
    <message>
        <source>looked for, and not there</source>
        <translation>已查找，没有找到</translation>
    </message>
    <message>
        <source>counterfeit</source>
        <translation>假币</translation>
    </message>
    <message>
        <source>the centre had it already</source>
        <translation>中心此前已入账</translation>
    </message>
    <message>
        <source>Card sale begins</source>
        <translation>刷卡交易开始</translation>
    </message>
    <message>
        <source>The bank has approved; the approval is written down</source>
        <translation>银行已批准，批准已记账</translation>
    </message>
    <message>
        <source>Card ending in {last4} charged</source>
        <translation>尾号 {last4} 的银行卡已扣款</translation>
    </message>
    <message>
        <source>Nothing was taken from the card ({code})</source>
        <translation>银行卡没有扣款（{code}）</translation>
    </message>
    <message>
        <source>The end of the card sale was not seen: case {code}</source>
        <translation>没有看到刷卡结果：编号 {code}</translation>
    </message>
    <message>
        <source>The card terminal can&apos;t tell; two persons decide: case {code}</source>
        <translation>刷卡终端无法判断，须两人处理：编号 {code}</translation>
    </message>
    <message>
        <source>Decided by {first} and {second}: the card was charged</source>
        <translation>{first} 和 {second} 处理：银行卡已扣款</translation>
    </message>
    <message>
        <source>Decided by {first} and {second}: the payer has the money</source>
        <translation>{first} 和 {second} 处理：钱在顾客手中</translation>
    </message>
    <message>
        <source>The charge is to be taken back</source>
        <translation>准备撤销扣款</translation>
    </message>
    <message>
        <source>The charge went back to the card</source>
        <translation>扣款已退回银行卡</translation>
    </message>
    <message>
        <source>The charge can&apos;t be taken back; it is owed ({code})</source>
        <translation>扣款无法撤销，款项待退（{code}）</translation>
    </message>
    <message>
        <source>Payment {payment} ({tender}) is written, waits to be posted</source>
        <translation>已记为缴费 {payment}（{tender}），等待入账</translation>
    </message>
    <message>
        <source>Posted by the centre: receipt no. {receipt_number}</source>
        <translation>中心已入账：凭证号 {receipt_number}</translation>
    </message>
    <message>
        <source>Refused by the centre, the money is owed ({why})</source>
        <translation>中心拒绝，款项待退（{why}）</translation>
    </message>
    <message>
        <source>The centre contradicts this terminal ({why})</source>
        <translation>中心的记录与本机不一致（{why}）</translation>
    </message>
    <message>
        <source>Text message: {state}</source>
        <translation>短信：{state}</translation>
    </message>
    <message>
        <source>The line is open again</source>
        <translation>已复机</translation>
    </message>
    <message>
        <source>Printing begins</source>
        <translation>开始打印</translation>
    </message>
    <message>
        <source>Slip: {outcome} {cause}</source>
        <translation>凭条：{outcome} {cause}</translation>
    </message>
    <message>
        <source>Something has changed meanwhile, and the list was read again. Please look once more.</source>
        <translation>期间有变化，列表已重新读取，请再核对一次。</translation>
    </message>
    <message>
        <source>page {page} of {pages}</source>
        <translation>第 {page} / {pages} 页</translation>
    </message>
    <message>
        <source>no number</source>
        <translation>无号码</translation>
    </message>
    <message>
        <source>since {at}</source>
        <translation>{at} 起</translation>
    </message>
    <message>
        <source>Not yet: its visit is not over, or its card part is still on its way back. Look again later.</source>
        <translation>暂不能处理：该笔业务未结束，或银行卡款正在退回。请稍后再看。</translation>
    </message>
    <message>
        <source>Note in doubt</source>
        <translation>去向不明的钞票</translation>
    </message>
    <message>
        <source>Paid note that is missing</source>
        <translation>已入账后缺失的钞票</translation>
    </message>
    <message>
        <source>Note of no payer</source>
        <translation>无主钞票</translation>
    </message>
    <message>
        <source>Note that was found</source>
        <translation>清障时找到的钞票</translation>
    </message>
    <message>
        <source>Payment refused, owed</source>
        <translation>系统拒收、应退的缴费</translation>
    </message>
    <message>
        <source>Payment in doubt</source>
        <translation>状态不明的缴费</translation>
    </message>
    <message>
        <source>the acceptor never said where it is</source>
        <translation>纸币器没有报告它在哪里</translation>
    </message>
    <message>
        <source>fished out, the acceptor says</source>
        <translation>纸币器报告被抽走</translation>
    </message>
    <message>
        <source>found while a jam was cleared</source>
        <translation>清障时找到</translation>
    </message>
    <message>
        <source>the centre has no such number</source>
        <translation>系统没有这个号码</translation>
    </message>
    <message>
        <source>the number takes no payments</source>
        <translation>号码暂不能缴费</translation>
    </message>
    <message>
        <source>more than the centre takes in one payment</source>
        <translation>超过单笔缴费上限</translation>
    </message>
    <message>
        <source>the centre could not read it</source>
        <translation>系统无法识别该笔缴费</translation>
    </message>
    <message>
        <source>billing refused it</source>
        <translation>计费系统拒绝入账</translation>
    </message>
    <message>
        <source>the centre has something else under this code</source>
        <translation>系统中该单号内容不符</translation>
    </message>
    <message>
        <source>another payment has brought this card charge</source>
        <translation>该笔刷卡已记在另一笔缴费中</translation>
    </message>
    <message>
        <source>What became of it?</source>
        <translation>怎样处理？</translation>
    </message>
    <message>
        <source>Credit it to the number</source>
        <translation>入账到该号码</translation>
    </message>
    <message>
        <source>a payment of its own, with an SMS</source>
        <translation>作为新的一笔缴费，发短信</translation>
    </message>
    <message>
        <source>Hand it to the customer</source>
        <translation>退还客户</translation>
    </message>
    <message>
        <source>from the hall&apos;s till, against a signature</source>
        <translation>由营业厅付现，客户签字</translation>
    </message>
    <message>
        <source>There is no such note</source>
        <translation>没有这张钞票</translation>
    </message>
    <message>
        <source>looked for, counted, not found</source>
        <translation>已查找、已清点，未找到</translation>
    </message>
    <message>
        <source>It is counterfeit</source>
        <translation>是假币</translation>
    </message>
    <message>
        <source>found, and no money</source>
        <translation>已找到，但不是真钞</translation>
    </message>
    <message>
        <source>The centre has it already</source>
        <translation>系统已入账</translation>
    </message>
    <message>
        <source>seen on the hall page under this code</source>
        <translation>营业厅页面按单号可查</translation>
    </message>
    <message>
        <source>How do you know?</source>
        <translation>依据是什么？</translation>
    </message>
    <message>
        <source>It is in the box</source>
        <translation>在钱箱内</translation>
    </message>
    <message>
        <source>It lay in the path</source>
        <translation>在通道内</translation>
    </message>
    <message>
        <source>The number takes payments again</source>
        <translation>号码已恢复可缴费</translation>
    </message>
    <message>
        <source>The customer has the slip</source>
        <translation>客户持有小票</translation>
    </message>
    <message>
        <source>The hall knows the customer</source>
        <translation>营业厅已核实客户</translation>
    </message>
    <message>
        <source>The box was counted</source>
        <translation>钱箱已清点</translation>
    </message>
    <message>
        <source>The path was searched</source>
        <translation>通道已检查</translation>
    </message>
    <message>
        <source>The bank says so</source>
        <translation>银行鉴定</translation>
    </message>
    <message>
        <source>It looks false</source>
        <translation>人工鉴别</translation>
    </message>
    <message>
        <source>The hall page shows it</source>
        <translation>营业厅页面可查</translation>
    </message>
    <message>
        <source>Which note do you hold?</source>
        <translation>您手中是哪种面额？</translation>
    </message>
    <message>
        <source>Whose may it be? Compare with the time of the jam.</source>
        <translation>可能是谁的？请与卡钞时间对照。</translation>
    </message>
    <message>
        <source>No note of this value is missing here.</source>
        <translation>本机没有缺少这个面额的钞票。</translation>
    </message>
    <message>
        <source>in doubt since {at}</source>
        <translation>{at} 起去向不明</translation>
    </message>
    <message>
        <source>said to be given back {at}</source>
        <translation>{at} 报告已退回</translation>
    </message>
    <message>
        <source>Credited as {payment}. The customer gets an SMS.</source>
        <translation>已入账，单号 {payment}，将发短信给客户。</translation>
    </message>
    <message>
        <source>Hand the money over now, and let the customer sign the slip.</source>
        <translation>请把款项交给客户，并请客户在凭证上签字。</translation>
    </message>
    <message>
        <source>Written down: there is no such note.</source>
        <translation>已记录：没有这张钞票。</translation>
    </message>
    <message>
        <source>Written down. Keep the note with the slip for the bank.</source>
        <translation>已记录。请把钞票与凭证一起留存，交银行。</translation>
    </message>
    <message>
        <source>Written down: the centre had credited it.</source>
        <translation>已记录：系统此前已入账。</translation>
    </message>
    <message>
        <source>{first} and {second}</source>
        <translation>{first} 与 {second}</translation>
    </message>
    <message>
        <source>A customer&apos;s note may be inside.</source>
        <translation>里面可能有顾客的纸币。</translation>
    </message>
    <message>
        <source>no cash</source>
        <translation>不收现金</translation>
    </message>
    <message>
        <source>no cards</source>
        <translation>不能刷卡</translation>
    </message>
    <message>
        <source>no receipts</source>
        <translation>不能打印</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>已打印</translation>
    </message>
    <message>
        <source>Not printed</source>
        <translation>未打印</translation>
    </message>
    <message>
        <source>Cut short</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Not certain</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>Notes taken in</source>
        <translation>入箱</translation>
    </message>
    <message>
        <source>in a visit</source>
        <translation>办理中</translation>
    </message>
    <message>
        <source>to be posted</source>
        <translation>待传</translation>
    </message>
    <message>
        <source>posted</source>
        <translation>已入账</translation>
    </message>
    <message>
        <source>in doubt</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>owed</source>
        <translation>欠付</translation>
    </message>
    <message>
        <source>unassigned</source>
        <translation>无主</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>Charged to cards</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>gone back</source>
        <translation>已退回</translation>
    </message>
    <message>
        <source>not clear</source>
        <translation>未明</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>待传</translation>
    </message>
    <message>
        <source>Posted</source>
        <translation>已入账</translation>
    </message>
    <message>
        <source>In doubt</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>Owed</source>
        <translation>欠付</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>card</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>cash and card</source>
        <translation>现金加刷卡</translation>
    </message>
    <message>
        <source>text {state}</source>
        <translation>短信{state}</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>已发出</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>after reconnection</source>
        <translation>复机后发</translation>
    </message>
    <message>
        <source>slip printed</source>
        <translation>凭条已打</translation>
    </message>
    <message>
        <source>no slip</source>
        <translation>无凭条</translation>
    </message>
    <message>
        <source>slip cut short</source>
        <translation>凭条不全</translation>
    </message>
    <message>
        <source>slip not certain</source>
        <translation>凭条不确定</translation>
    </message>
    <message>
        <source>Ledger verified {at}</source>
        <translation>账本校验通过 {at}</translation>
    </message>
    <message>
        <source>The ledger is verified soon after the start</source>
        <translation>启动后不久自动校验账本</translation>
    </message>
    <message>
        <source>The ledger is not sound: {why}</source>
        <translation>账本不完好：{why}</translation>
    </message>
    <message>
        <source>Journal: {count} records, end {head}; the centre has it</source>
        <translation>账本链 {count} 条，链头 {head}，中心已有</translation>
    </message>
    <message>
        <source>Journal: {count} records, end {head}; the centre has {told} of them so far</source>
        <translation>账本链 {count} 条，链头 {head}，中心目前有 {told} 条</translation>
    </message>
    <message>
        <source>Journal: {count} records, end {head}; not told to the centre yet</source>
        <translation>账本链 {count} 条，链头 {head}，还没有上报中心</translation>
    </message>
    <message>
        <source>Closed now</source>
        <translation>现在休息</translation>
    </message>
    <message>
        <source>Not in use now</source>
        <translation>暂停使用</translation>
    </message>
    <message>
        <source>Open again from {at}</source>
        <translation>{at} 起恢复服务</translation>
    </message>
    <message>
        <source>Nothing can be paid or asked here at the moment. Payments that were made here are on their accounts.</source>
        <translation>现在不能在本机缴费或查询。此前在本机缴的费都已入账。</translation>
    </message>
    <message>
        <source>Swap the cash box</source>
        <translation>清机换箱</translation>
    </message>
    <message>
        <source>two people, two minutes</source>
        <translation>两人，两分钟</translation>
    </message>
    <message>
        <source>Opened by two people</source>
        <translation>两人确认开始</translation>
    </message>
    <message>
        <source>Old box out</source>
        <translation>旧箱取出</translation>
    </message>
    <message>
        <source>Old box: serial</source>
        <translation>旧箱编号</translation>
    </message>
    <message>
        <source>Old box: seal</source>
        <translation>旧箱封签</translation>
    </message>
    <message>
        <source>New box: serial</source>
        <translation>新箱编号</translation>
    </message>
    <message>
        <source>New box: seal</source>
        <translation>新箱封签</translation>
    </message>
    <message>
        <source>New box in</source>
        <translation>新箱装入</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Two people swap the sealed box. From the opening to the end this terminal takes no cash.</source>
        <translation>两人更换密封钱箱。从开始到完成，本机不收现金。</translation>
    </message>
    <message>
        <source>Take the old box out. The machine sees it and goes on by itself.</source>
        <translation>请取出旧钱箱。机器感应到后自动进入下一步。</translation>
    </message>
    <message>
        <source>Type the serial number of the box that came out.</source>
        <translation>请输入取出的钱箱编号。</translation>
    </message>
    <message>
        <source>Type its seal number. Leave it empty if there is none.</source>
        <translation>请输入它的封签号，没有则留空。</translation>
    </message>
    <message>
        <source>Type the serial number of the new, empty box.</source>
        <translation>请输入新的空钱箱编号。</translation>
    </message>
    <message>
        <source>Type the new box&apos;s seal number. Leave it empty if there is none.</source>
        <translation>请输入新钱箱的封签号，没有则留空。</translation>
    </message>
    <message>
        <source>Push the new box in until it locks. The machine tests itself and goes on by itself.</source>
        <translation>请把新钱箱推到底并锁好。机器自检后自动进入下一步。</translation>
    </message>
    <message>
        <source>Compare the numbers below with the two boxes, then close.</source>
        <translation>请核对下面的编号与两只钱箱一致，再完成。</translation>
    </message>
    <message>
        <source>Swapped. Cash is taken again. Put the slip to the sealed box.</source>
        <translation>换箱完成，恢复收现金。请把凭证随密封钱箱放好。</translation>
    </message>
    <message>
        <source>What is in the box is counted later, and shown to nobody before that.</source>
        <translation>箱内金额稍后清点，清点前不向任何人显示。</translation>
    </message>
    <message>
        <source>You may log off and come back: every step so far is kept, and no cash is taken meanwhile.</source>
        <translation>可以先退出再回来：已完成的步骤都已保存，期间不收现金。</translation>
    </message>
    <message>
        <source>Open, with a second person ›</source>
        <translation>开始，需第二人确认 ›</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>下一步 ›</translation>
    </message>
    <message>
        <source>Close the swap</source>
        <translation>完成换箱</translation>
    </message>
    <message>
        <source>The slip is being printed …</source>
        <translation>正在打印凭证……</translation>
    </message>
    <message>
        <source>The slip is printed.</source>
        <translation>凭证已打印。</translation>
    </message>
    <message>
        <source>The slip was not printed, or nobody can tell. Print it again.</source>
        <translation>凭证没有打印，或无法确认，请再打印一次。</translation>
    </message>
    <message>
        <source>A swap is open already.</source>
        <translation>已有一次换箱未完成。</translation>
    </message>
    <message>
        <source>Somebody else is at this terminal.</source>
        <translation>有其他人正在使用本机。</translation>
    </message>
    <message>
        <source>A note is on its way into the box, and the acceptor has not said where it is. Wait for it.</source>
        <translation>有一张纸币正在入箱，纸币器还没有报告位置，请稍候。</translation>
    </message>
    <message>
        <source>A card payment is not over yet. Wait for it.</source>
        <translation>一笔刷卡还没有结束，请稍候。</translation>
    </message>
    <message>
        <source>Given up: the box never came out, and nothing has changed.</source>
        <translation>已放弃：钱箱没有取出，一切照旧。</translation>
    </message>
    <message>
        <source>The serial number is needed: it stands on the box.</source>
        <translation>必须输入编号，编号印在钱箱上。</translation>
    </message>
    <message>
        <source>Only letters, digits and dashes, at most 40.</source>
        <translation>只能是字母、数字和横线，最多 40 个。</translation>
    </message>
    <message>
        <source>That is the old seal&apos;s number. The new box has a seal of its own.</source>
        <translation>这是旧封签的号码，新钱箱有自己的封签。</translation>
    </message>
    <message>
        <source>Swap the sealed cash box</source>
        <translation>更换密封钱箱</translation>
    </message>
    <message>
        <source>Close the swap of the cash box</source>
        <translation>完成更换钱箱</translation>
    </message>
    <message>
        <source>Give the swap of the cash box up</source>
        <translation>放弃更换钱箱</translation>
    </message>
    <message>
        <source>Take money again after a stop</source>
        <translation>解除停用，恢复收款</translation>
    </message>
    <message>
        <source>Decide an open card charge</source>
        <translation>裁定一笔未决刷卡</translation>
    </message>
    <message>
        <source>Lift the lock after wrong PINs</source>
        <translation>解除密码输错后的锁定</translation>
    </message>
    <message>
        <source>Second person: type your own staff number.</source>
        <translation>第二人：请输入您自己的工号。</translation>
    </message>
    <message>
        <source>Type the staff number of the person on the telephone.</source>
        <translation>请输入电话那头同事的工号。</translation>
    </message>
    <message>
        <source>{staff}: type your PIN.</source>
        <translation>{staff}：请输入密码。</translation>
    </message>
    <message>
        <source>Type the eight digits that {staff} was given.</source>
        <translation>请输入 {staff} 得到的八位数字。</translation>
    </message>
    <message>
        <source>Number or code is not right. Please try again.</source>
        <translation>工号或代码不对，请重试。</translation>
    </message>
    <message>
        <source>Ring the second person. On the hall page they type these eight digits and get eight back.</source>
        <translation>请给第二人打电话：对方在营业厅页面输入这八位数字，会得到另外八位。</translation>
    </message>
    <message>
        <source>The hall page is being asked …</source>
        <translation>正在询问营业厅页面……</translation>
    </message>
    <message>
        <source>The question stands on the hall page. Somebody else with the right decides there, within ten minutes.</source>
        <translation>请求已显示在营业厅页面，请另一位有权限的人在十分钟内决定。</translation>
    </message>
    <message>
        <source>The line to the centre is down. Use a code by phone instead.</source>
        <translation>与中心的线路中断，请改用电话取码。</translation>
    </message>
    <message>
        <source>Refused on the hall page. Nothing was done.</source>
        <translation>营业厅页面已拒绝，未做任何操作。</translation>
    </message>
    <message>
        <source>Nobody decided in time. Nothing was done.</source>
        <translation>超时无人决定，未做任何操作。</translation>
    </message>
    <message>
        <source>That is you. It must be somebody else.</source>
        <translation>这是您本人，必须是另一个人。</translation>
    </message>
    <message>
        <source>This person has no right to approve it.</source>
        <translation>此人没有批准的权限。</translation>
    </message>
    <message>
        <source>A first PIN proves nothing: log in once and choose your own.</source>
        <translation>初始密码不能作证明，请先登录一次并设自己的密码。</translation>
    </message>
    <message>
        <source>Approved by somebody whom this terminal does not know. Nothing was done.</source>
        <translation>批准人不在本机名单上，未做任何操作。</translation>
    </message>
    <message>
        <source>You may not do this any more. Nothing was done.</source>
        <translation>您已没有此权限，未做任何操作。</translation>
    </message>
    <message>
        <source>The second person came too late. Nothing was done; open it again.</source>
        <translation>第二人超时，未做任何操作，请重新开始。</translation>
    </message>
    <message>
        <source>The minute for a person here is over. Go back and open it again.</source>
        <translation>现场确认的一分钟已过，请返回重新开始。</translation>
    </message>
    <message>
        <source>It can&apos;t be done any more. Nothing was done.</source>
        <translation>现在已不能执行，未做任何操作。</translation>
    </message>
</context>
<context>
    <name>panel</name>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>That did not work: %1</source>
        <translation>没有成功：%1</translation>
    </message>
</context>
</TS>
