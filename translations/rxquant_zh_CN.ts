<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>CompareText</name>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>The same wherever it matters</source>
        <translation>在有影响之处完全相同</translation>
    </message>
    <message>
        <source>the reference</source>
        <translation>基准</translation>
    </message>
    <message>
        <source>paired, %1 slots</source>
        <translation>已配对，%1 个时隙</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>not paired: other link</source>
        <translation>未配对：链路不同</translation>
    </message>
    <message>
        <source>not paired: other channel</source>
        <translation>未配对：信道不同</translation>
    </message>
    <message>
        <source>not paired: other seed</source>
        <translation>未配对：种子不同</translation>
    </message>
    <message>
        <source>not paired: other SNRs</source>
        <translation>未配对：SNR 不同</translation>
    </message>
    <message>
        <source>below %1</source>
        <translation>低于 %1</translation>
    </message>
    <message>
        <source>not below %1</source>
        <translation>不低于 %1</translation>
    </message>
    <message>
        <source>more than %1</source>
        <translation>大于 %1</translation>
    </message>
    <message>
        <source>Decibels at %1 % BLER</source>
        <translation>%1 % BLER 处的分贝值</translation>
    </message>
    <message>
        <source>Reaches the target</source>
        <translation>达到目标</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % 置信区间</translation>
    </message>
    <message>
        <source>Loss to %1</source>
        <translation>相对 %1 的损失</translation>
    </message>
    <message>
        <source>Difference of the SNRs at which the target is reached; paired on common slots, what both share cancels</source>
        <translation>达到目标时的 SNR 之差；在共同的时隙上配对，两者共有的部分相互抵消</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>参与比较</translation>
    </message>
    <message>
        <source>Runs are paired when they saw the same bits, channels and noise; else the interval is that of two independent measurements</source>
        <translation>当运行记录使用相同的比特、信道和噪声时进行配对；否则区间按两次独立测量计算</translation>
    </message>
    <message>
        <source>Costs</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节数</translation>
    </message>
    <message>
        <source>Of the model as deployed: weights at their bits, scales, biases, multipliers</source>
        <translation>部署时的模型：按位宽计的权重、缩放因子、偏置和乘数</translation>
    </message>
    <message>
        <source>Bit operations a slot</source>
        <translation>每时隙比特运算</translation>
    </message>
    <message>
        <source>Multiply-accumulates times the bits of both factors</source>
        <translation>乘加次数乘以两个因子的比特数</translation>
    </message>
    <message>
        <source>MACs a slot</source>
        <translation>每时隙 MAC</translation>
    </message>
    <message>
        <source>Multiply-accumulates</source>
        <translation>乘加运算</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Weights and biases, normalisation folded</source>
        <translation>权重和偏置，归一化已折叠</translation>
    </message>
    <message>
        <source>Time a slot, here</source>
        <translation>每时隙用时（本机）</translation>
    </message>
    <message>
        <source>Median of nine slots on one thread of this machine, without decoding; other jobs that run lengthen it</source>
        <translation>在本机单线程上九个时隙的中位数，不含译码；同时运行的其他任务会使其变长</translation>
    </message>
</context>
<context>
    <name>CurveText</name>
    <message>
        <source>below %1</source>
        <translation>低于 %1</translation>
    </message>
    <message>
        <source>not below %1</source>
        <translation>不低于 %1</translation>
    </message>
    <message>
        <source>more than %1</source>
        <translation>大于 %1</translation>
    </message>
</context>
<context>
    <name>ExploreText</name>
    <message>
        <source>, edges W%1</source>
        <translation>，首末层 W%1</translation>
    </message>
    <message>
        <source>, 1 layer apart</source>
        <translation>，1 层单独设置</translation>
    </message>
    <message>
        <source>, %1 layers apart</source>
        <translation>，%1 层单独设置</translation>
    </message>
    <message>
        <source>, LLR %1</source>
        <translation>，LLR %1</translation>
    </message>
    <message>
        <source>Front end</source>
        <translation>前端</translation>
    </message>
    <message>
        <source>Part of the loss that the front end&apos;s integers cost: the same bits, with the front end in float, on the same slots</source>
        <translation>损失中由前端整数造成的部分：与位宽相同、前端为浮点的情形在相同时隙上比较</translation>
    </message>
</context>
<context>
    <name>FieldEditor</name>
    <message>
        <source>&apos;%1&apos; is not a number.</source>
        <translation>“%1”不是数字。</translation>
    </message>
    <message>
        <source>Give a whole number.</source>
        <translation>请输入整数。</translation>
    </message>
    <message>
        <source>Give a range like 0 – 40, or one number.</source>
        <translation>请输入范围（如 0 – 40）或单个数字。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>FormatText</name>
    <message>
        <source>d MMM HH:mm</source>
        <translation>M月d日 HH:mm</translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm</source>
        <translation>yyyy年M月d日 HH:mm</translation>
    </message>
</context>
<context>
    <name>Message</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 (%2): give a range, low before high, of at least %3.</source>
        <translation>%1 (%2): 请给出范围，先小后大，不小于 %3。</translation>
    </message>
    <message>
        <source>%1 (%2): give a range, low before high, of at most %3.</source>
        <translation>%1 (%2): 请给出范围，先小后大，不大于 %3。</translation>
    </message>
    <message>
        <source>%1 (%2): give a range, low before high, within %3 to %4.</source>
        <translation>%1 (%2): 请给出 %3 到 %4 之内的范围，先小后大。</translation>
    </message>
    <message>
        <source>%1 (%2): give a value of at least %3.</source>
        <translation>%1 (%2): 请给出不小于 %3 的值。</translation>
    </message>
    <message>
        <source>%1 (%2): give a value of at most %3.</source>
        <translation>%1 (%2): 请给出不大于 %3 的值。</translation>
    </message>
    <message>
        <source>%1 (%2): give a value within %3 to %4.</source>
        <translation>%1 (%2): 请给出 %3 到 %4 之间的值。</translation>
    </message>
    <message>
        <source>%1 bytes read back, fingerprint %2</source>
        <translation>读回 %1 字节，指纹 %2</translation>
    </message>
    <message>
        <source>%1 cannot be started: %2.</source>
        <translation>无法启动 %1：%2。</translation>
    </message>
    <message>
        <source>%1 codes differ</source>
        <translation>%1 个码值不同</translation>
    </message>
    <message>
        <source>%1 has float parts: ONNX export takes FP32 models, and models whose weights and activations are all quantized.</source>
        <translation>%1 含有浮点部分：ONNX 导出只接受 FP32 模型，以及权重和激活全部量化的模型。</translation>
    </message>
    <message>
        <source>%1 has float parts; C99 export needs weights and activations quantized.</source>
        <translation>%1 含有浮点部分；C99 导出要求权重和激活均已量化。</translation>
    </message>
    <message>
        <source>%1 has float parts; memory images need weights and activations quantized.</source>
        <translation>%1 含有浮点部分；存储器映像要求权重和激活均已量化。</translation>
    </message>
    <message>
        <source>%1 is damaged: %2</source>
        <translation>%1 已损坏：%2</translation>
    </message>
    <message>
        <source>%1 is damaged: %2.</source>
        <translation>%1 已损坏：%2。</translation>
    </message>
    <message>
        <source>%1 is damaged: &apos;%2&apos; is missing.</source>
        <translation>%1 已损坏：缺少“%2”。</translation>
    </message>
    <message>
        <source>%1 is damaged: a part has an odd size.</source>
        <translation>%1 已损坏：某一部分的长度不对。</translation>
    </message>
    <message>
        <source>%1 is damaged: its checksum does not match.</source>
        <translation>%1 已损坏：校验和不符。</translation>
    </message>
    <message>
        <source>%1 is damaged: parts of the checkpoint are missing.</source>
        <translation>%1 已损坏：检查点不完整。</translation>
    </message>
    <message>
        <source>%1 is damaged: the running loss is missing.</source>
        <translation>%1 已损坏：缺少累计损失。</translation>
    </message>
    <message>
        <source>%1 is not a file of the expected kind (%2).</source>
        <translation>%1 不是所需类型的文件（%2）。</translation>
    </message>
    <message>
        <source>%1 is not valid JSON: %2</source>
        <translation>%1 不是有效的 JSON：%2</translation>
    </message>
    <message>
        <source>%1 is quantized already; exploring starts from an FP32 model.</source>
        <translation>%1 已经量化；探索须从 FP32 模型开始。</translation>
    </message>
    <message>
        <source>%1 is truncated.</source>
        <translation>%1 不完整（被截断）。</translation>
    </message>
    <message>
        <source>%1 of the codes differ, by %2 at most; root mean square %3 of %4 codes</source>
        <translation>%1 的码值不同，最多相差 %2；均方根差 %3，而码值均方根为 %4</translation>
    </message>
    <message>
        <source>%1 output codes of the compiled C compared with the engine on %2 slots: %3</source>
        <translation>编译后的 C 程序在 %2 个时隙上的 %1 个输出码值与整数引擎比较：%3</translation>
    </message>
    <message>
        <source>%1 outputs of %2 compared with the engine on %3 slots: %4</source>
        <translation>%2 在 %3 个时隙上的 %1 个输出与整数引擎比较：%4</translation>
    </message>
    <message>
        <source>%1 values are the same in text and image; the network read back from them was run on %2 slots, and %3 codes were compared with the engine&apos;s: %4</source>
        <translation>文本与二进制映像中的 %1 个数值一致；由其读回的网络在 %2 个时隙上运行，%3 个码值与整数引擎比较：%4</translation>
    </message>
    <message>
        <source>%1 was written by a newer version of RxQuant.</source>
        <translation>%1 由更新版本的 RxQuant 写成。</translation>
    </message>
    <message>
        <source>%1, line %2: %3</source>
        <translation>%1，第 %2 行：%3</translation>
    </message>
    <message>
        <source>%1, smoothing: give an odd number of taps.</source>
        <translation>%1，平滑：抽头数须为奇数。</translation>
    </message>
    <message>
        <source>%1.%2 is 1 bit, which has no symmetric grid: use 2 (ternary) to 8 bits, or 0 for float.</source>
        <translation>%1.%2 为 1 比特，没有对称的量化格点：请用 2（三值）到 8 比特，或用 0 表示浮点。</translation>
    </message>
    <message>
        <source>%1.%2: the layer &apos;%3&apos; is named twice; name each layer once.</source>
        <translation>%1.%2：层“%3”出现了两次；每层只能列一次。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: &apos;%2&apos; is not an FP32 neural receiver.</source>
        <translation>%1：“%2”不是 FP32 神经接收机。</translation>
    </message>
    <message>
        <source>%1: &apos;%2&apos; is not known; choose one of %3.</source>
        <translation>%1: 没有“%2”；可选值为 %3。</translation>
    </message>
    <message>
        <source>%1: &apos;%2&apos; must come before its children in the list.</source>
        <translation>%1：“%2”在列表中须排在其子接收机之前。</translation>
    </message>
    <message>
        <source>%1: a folder for temporary files cannot be made.</source>
        <translation>%1：无法创建临时文件夹。</translation>
    </message>
    <message>
        <source>%1: another receiver has the same name.</source>
        <translation>%1：另有同名的接收机。</translation>
    </message>
    <message>
        <source>%1: cannot be opened for reading.</source>
        <translation>%1：无法打开读取。</translation>
    </message>
    <message>
        <source>%1: cannot be written; is the folder writable, and is there room on the disk?</source>
        <translation>%1：无法写入；请检查文件夹是否可写、磁盘是否有空间。</translation>
    </message>
    <message>
        <source>%1: expected %2.</source>
        <translation>%1: 应为%2。</translation>
    </message>
    <message>
        <source>%1: expected [low, high] or one number.</source>
        <translation>%1: 应为 [下限, 上限] 或一个数。</translation>
    </message>
    <message>
        <source>%1: give an odd number, not %2.</source>
        <translation>%1: 请给出奇数，而不是 %2。</translation>
    </message>
    <message>
        <source>%1: give at least one dilation.</source>
        <translation>%1: 请至少给出一个膨胀率。</translation>
    </message>
    <message>
        <source>%1: give the receiver a name.</source>
        <translation>%1：请为接收机命名。</translation>
    </message>
    <message>
        <source>%1: post-training quantization needs a trained parent; name one.</source>
        <translation>%1：训练后量化需要已训练的父接收机；请指定一个。</translation>
    </message>
    <message>
        <source>%1: the folder cannot be made (%2).</source>
        <translation>%1：无法创建文件夹（%2）。</translation>
    </message>
    <message>
        <source>%1: the folder cannot be made.</source>
        <translation>%1：无法创建文件夹。</translation>
    </message>
    <message>
        <source>%1: the number is too large.</source>
        <translation>%1: 数值过大。</translation>
    </message>
    <message>
        <source>%1: there is no %2 %3.</source>
        <translation>%1：没有编号为 %3 的%2。</translation>
    </message>
    <message>
        <source>%1: there is no receiver &apos;%2&apos; in this study.</source>
        <translation>%1：本研究中没有接收机“%2”。</translation>
    </message>
    <message>
        <source>%1: there is no such workspace; name one with --workspace, or fill one with `rxquant demo`.</source>
        <translation>%1：没有这个工作区；请用 --workspace 指定，或用 `rxquant demo` 生成。</translation>
    </message>
    <message>
        <source>%1: too far apart</source>
        <translation>%1：相差过大</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is %2</source>
        <translation>“%1”为 %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is missing</source>
        <translation>缺少“%1”</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is missing.</source>
        <translation>缺少“%1”。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no pair</source>
        <translation>“%1”不是一对数</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a number.</source>
        <translation>“%1”不是数字。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is out of range</source>
        <translation>“%1”超出范围</translation>
    </message>
    <message>
        <source>A transport block of %1 bits does not divide into %2 equal code blocks.</source>
        <translation>%1 比特的传输块无法等分为 %2 个码块。</translation>
    </message>
    <message>
        <source>Covariance (covariance): that of this channel is not known; choose &apos;assumed&apos;.</source>
        <translation>协方差 (covariance): 该信道的协方差未知；请选择“假定”。</translation>
    </message>
    <message>
        <source>DMRS need a grid of whole resource blocks.</source>
        <translation>DMRS（解调参考信号）需要由完整资源块构成的网格。</translation>
    </message>
    <message>
        <source>DMRS of type 1 have two CDM groups; give 1 or 2.</source>
        <translation>类型 1 的 DMRS 有两个 CDM 组；请取 1 或 2。</translation>
    </message>
    <message>
        <source>Input planes (planes): &apos;%1&apos; is listed twice.</source>
        <translation>输入平面 (planes): “%1”出现了两次。</translation>
    </message>
    <message>
        <source>Input planes (planes): name at least one input plane.</source>
        <translation>输入平面 (planes): 请至少指定一个输入平面。</translation>
    </message>
    <message>
        <source>Its parent &apos;%1&apos; has no model.</source>
        <translation>其父接收机“%1”没有模型。</translation>
    </message>
    <message>
        <source>LDPC %1 %2: %3.</source>
        <translation>LDPC %1 %2：%3。</translation>
    </message>
    <message>
        <source>LDPC code of %1 information bits in %2: %3</source>
        <translation>信息比特 %1、编码比特 %2 的 LDPC 码：%3</translation>
    </message>
    <message>
        <source>Layer &apos;%1&apos; has its weights in float: a network runs in integers only when every weight and every activation is quantized.</source>
        <translation>层“%1”的权重为浮点：只有全部权重和激活都量化后，网络才能以整数运行。</translation>
    </message>
    <message>
        <source>Layer &apos;%1&apos;, channel %2: its scales are too far apart for a 32-bit multiplier; its ranges have collapsed.</source>
        <translation>层“%1”，通道 %2：比例因子相差过大，32 位乘数无法表示；其量化范围已塌缩。</translation>
    </message>
    <message>
        <source>Layer &apos;%1&apos;: its sums can reach %2, beyond 32-bit accumulators (2147483647). Its biases are far larger than its weights and inputs; use more bits there or retrain.</source>
        <translation>层“%1”：其累加和可达 %2，超出 32 位累加器（2147483647）。其偏置远大于权重和输入；请在此处使用更多比特或重新训练。</translation>
    </message>
    <message>
        <source>MCS index (link.mcsIndex): the table has 0 to %1, not %2.</source>
        <translation>MCS 索引 (link.mcsIndex): 表中为 0 到 %1，没有 %2。</translation>
    </message>
    <message>
        <source>No C compiler was found to verify the exported code with: neither cc, gcc nor clang is on PATH. Install one (on Debian: apt install gcc), or name one in CC.</source>
        <translation>未找到用于验证导出代码的 C 编译器：PATH 中没有 cc、gcc 或 clang。请安装一个（Debian：apt install gcc），或在 CC 中指定。</translation>
    </message>
    <message>
        <source>No pipe can be opened: %1</source>
        <translation>无法打开管道：%1</translation>
    </message>
    <message>
        <source>Passes (passes): several passes are trained without batch normalisation; turn it off.</source>
        <translation>级数 (passes): 多级网络训练时不使用批归一化；请将其关闭。</translation>
    </message>
    <message>
        <source>Passes (passes): several passes refine a channel estimate, so they need the channel head.</source>
        <translation>级数 (passes): 多级网络逐级改进信道估计，因此需要信道输出头。</translation>
    </message>
    <message>
        <source>Smoothing (smoothing): give an odd number of taps, not %1.</source>
        <translation>平滑 (smoothing): 抽头数须为奇数，而不是 %1。</translation>
    </message>
    <message>
        <source>The C compiler that CC names, %1, was not found; correct CC or unset it.</source>
        <translation>未找到 CC 指定的 C 编译器 %1；请更正或取消 CC。</translation>
    </message>
    <message>
        <source>The covariance does not have the size of the resource grid.</source>
        <translation>协方差的尺寸与资源网格不符。</translation>
    </message>
    <message>
        <source>The input planes are left in float: a network runs in integers only when every weight and every activation is quantized.</source>
        <translation>输入平面仍为浮点：只有全部权重和激活都量化后，网络才能以整数运行。</translation>
    </message>
    <message>
        <source>The model has %1 stored quantizer ranges, but its network and bit-widths need %2.</source>
        <translation>模型存有 %1 个量化范围，而其网络和位宽需要 %2 个。</translation>
    </message>
    <message>
        <source>The network has %1 %2 planes, but this link and receiver need %3: they differ in antennas, modulation, head or input planes.</source>
        <translation>网络有 %1 个%2平面，而此链路和接收机需要 %3 个：两者的天线、调制、输出头或输入平面不同。</translation>
    </message>
    <message>
        <source>The network has %1 passes, but the receiver %2.</source>
        <translation>网络有 %1 级，而接收机有 %2 级。</translation>
    </message>
    <message>
        <source>The output of layer &apos;%1&apos; is left in float: a network runs in integers only when every weight and every activation is quantized.</source>
        <translation>层“%1”的输出仍为浮点：只有全部权重和激活都量化后，网络才能以整数运行。</translation>
    </message>
    <message>
        <source>The report of a comparison needs at least one run.</source>
        <translation>比较报告至少需要一个运行记录。</translation>
    </message>
    <message>
        <source>There is no receiver &apos;%1&apos;; there are %2.</source>
        <translation>没有接收机“%1”；现有 %2。</translation>
    </message>
    <message>
        <source>a code block of base graph %1 has at most %2 bits; send a transport block (coding), which is cut into several, or use fewer resource blocks, a lower rate or a smaller modulation.</source>
        <translation>基图 %1 的码块至多 %2 比特；请改为发送传输块（编码），它会被分段为多个码块，或减少资源块、降低码率或调制阶数。</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>a negative multiplier</source>
        <translation>负的乘数</translation>
    </message>
    <message>
        <source>a negative residual multiplier</source>
        <translation>负的残差乘数</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数</translation>
    </message>
    <message>
        <source>a path has a delay and a power, and for CDL four angles.</source>
        <translation>一条径应有时延和功率，CDL 还应有四个角度。</translation>
    </message>
    <message>
        <source>a residual of the wrong number of channels</source>
        <translation>通道数不符的残差</translation>
    </message>
    <message>
        <source>a shift out of range</source>
        <translation>超出范围的移位</translation>
    </message>
    <message>
        <source>a value has more than %1 bits.</source>
        <translation>有数值超过 %1 比特。</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>all equal</source>
        <translation>全部相等</translation>
    </message>
    <message>
        <source>an accumulator that could overflow</source>
        <translation>可能溢出的累加器</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>at least 1 information bit is needed.</source>
        <translation>至少需要 1 个信息比特。</translation>
    </message>
    <message>
        <source>base graph</source>
        <translation>基图</translation>
    </message>
    <message>
        <source>base graph %1 has 4 to %2</source>
        <translation>基图 %1 有 4 到 %2 行</translation>
    </message>
    <message>
        <source>cannot be opened; check that it is a file you may read.</source>
        <translation>无法打开；请确认这是您可读取的文件。</translation>
    </message>
    <message>
        <source>cannot be used as a workspace: %1.</source>
        <translation>不能用作工作区：%1。</translation>
    </message>
    <message>
        <source>channel.%1</source>
        <translation>channel.%1</translation>
    </message>
    <message>
        <source>decoder.rule: sum-product needs messages &quot;float&quot;; with &quot;int8&quot; choose a min-sum rule.</source>
        <translation>decoder.rule: 和积算法需要“float”消息；用“int8”时请选择最小和规则。</translation>
    </message>
    <message>
        <source>every symbol is a pilot symbol; leave some for data.</source>
        <translation>所有符号都是导频符号；请留一些给数据。</translation>
    </message>
    <message>
        <source>give at least one pilot symbol.</source>
        <translation>请至少给出一个导频符号。</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>is an SQLite file of another program, not an RxQuant workspace.</source>
        <translation>是其他程序的 SQLite 文件，不是 RxQuant 工作区。</translation>
    </message>
    <message>
        <source>is damaged (%1). It was left as it is; restore a copy.</source>
        <translation>已损坏（%1）。文件保持原样；请用副本恢复。</translation>
    </message>
    <message>
        <source>is not an RxQuant workspace (not an SQLite file).</source>
        <translation>不是 RxQuant 工作区（不是 SQLite 文件）。</translation>
    </message>
    <message>
        <source>it does not have %1 codes.</source>
        <translation>其中的码值不是 %1 个。</translation>
    </message>
    <message>
        <source>it has %1 codes instead of %2.</source>
        <translation>有 %1 个码值，应为 %2 个。</translation>
    </message>
    <message>
        <source>its values are not those of the binary image.</source>
        <translation>其数值与二进制映像不一致。</translation>
    </message>
    <message>
        <source>layer &apos;%1&apos; does not fit the layers before it</source>
        <translation>层“%1”与前面的层不匹配</translation>
    </message>
    <message>
        <source>layer &apos;%1&apos; has %2</source>
        <translation>层“%1”有%2</translation>
    </message>
    <message>
        <source>layer &apos;%1&apos; is impossible</source>
        <translation>层“%1”不可能存在</translation>
    </message>
    <message>
        <source>layers or tensors are missing</source>
        <translation>缺少层或张量</translation>
    </message>
    <message>
        <source>lifting size</source>
        <translation>提升因子</translation>
    </message>
    <message>
        <source>link.%1: %2</source>
        <translation>link.%1: %2</translation>
    </message>
    <message>
        <source>link.codeRate: %1</source>
        <translation>link.codeRate: %1</translation>
    </message>
    <message>
        <source>link.pilotSymbols: %1</source>
        <translation>link.pilotSymbols: %1</translation>
    </message>
    <message>
        <source>link: guards of %1 and %2 leave no subcarrier of an FFT of %3.</source>
        <translation>link: %1 和 %2 的保护子载波使 %3 点 FFT 没有可用子载波。</translation>
    </message>
    <message>
        <source>mix: a mixture cannot contain a mixture.</source>
        <translation>mix: 混合信道不能包含混合信道。</translation>
    </message>
    <message>
        <source>mix: name at least one model.</source>
        <translation>mix: 请至少指定一个模型。</translation>
    </message>
    <message>
        <source>mixWeights: at least one weight must be above 0.</source>
        <translation>mixWeights: 至少一个权重须大于 0。</translation>
    </message>
    <message>
        <source>mixWeights: give one weight for each of the %1 models, or none for equal ones.</source>
        <translation>mixWeights: 请为 %1 个模型各给一个权重，或留空表示均等。</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>more coded bits than information bits are needed; lower the code rate.</source>
        <translation>编码比特须多于信息比特；请降低码率。</translation>
    </message>
    <message>
        <source>not compared: no Python with numpy, onnx and onnxruntime was found (name one in RXQ_PYTHON)</source>
        <translation>未比较：没有找到装有 numpy、onnx 和 onnxruntime 的 Python（可在 RXQ_PYTHON 中指定）</translation>
    </message>
    <message>
        <source>not in TS 38.212 table 5.3.2-1</source>
        <translation>不在 TS 38.212 表 5.3.2-1 中</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>parts are missing</source>
        <translation>内容不完整</translation>
    </message>
    <message>
        <source>quant.layers: the network has no layer &apos;%1&apos;; it has %2.</source>
        <translation>quant.layers: 网络没有层“%1”；现有 %2。</translation>
    </message>
    <message>
        <source>receivers: the study compares nothing; add a receiver.</source>
        <translation>receivers: 本研究没有可比较的内容；请添加接收机。</translation>
    </message>
    <message>
        <source>relative difference %1</source>
        <translation>相对差 %1</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>run</source>
        <translation>运行记录</translation>
    </message>
    <message>
        <source>rxAntennas: a channel has 1 to %1 receive antennas, not %2.</source>
        <translation>rxAntennas: 信道有 1 到 %1 根接收天线，而不是 %2 根。</translation>
    </message>
    <message>
        <source>setting: exploring measures the integer engine, so no bits can be off.</source>
        <translation>setting: 探索测量的是整数引擎，因此任何位宽都不能关闭。</translation>
    </message>
    <message>
        <source>study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>symbol %1 is listed twice.</source>
        <translation>符号 %1 出现了两次。</translation>
    </message>
    <message>
        <source>symbols are 0 to 13.</source>
        <translation>符号为 0 到 13。</translation>
    </message>
    <message>
        <source>tensor %1 has the wrong number of scales</source>
        <translation>张量 %1 的比例因子个数不对</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>the C source does not compile: %1</source>
        <translation>C 源代码无法编译：%1</translation>
    </message>
    <message>
        <source>the ONNX model does not run: %1</source>
        <translation>ONNX 模型无法运行：%1</translation>
    </message>
    <message>
        <source>the codes of tensor %1 are out of range</source>
        <translation>张量 %1 的码值超出范围</translation>
    </message>
    <message>
        <source>the number of parameters does not fit the layers</source>
        <translation>参数个数与各层不符</translation>
    </message>
    <message>
        <source>the table has no paths.</source>
        <translation>表中没有径。</translation>
    </message>
    <message>
        <source>the wrong number of biases or multipliers</source>
        <translation>个数不符的偏置或乘数</translation>
    </message>
    <message>
        <source>the wrong number of input channels</source>
        <translation>个数不符的输入通道</translation>
    </message>
    <message>
        <source>the wrong number of residual multipliers</source>
        <translation>个数不符的残差乘数</translation>
    </message>
    <message>
        <source>the wrong number of weights</source>
        <translation>个数不符的权重</translation>
    </message>
    <message>
        <source>there are 1 and 2</source>
        <translation>只有 1 和 2</translation>
    </message>
    <message>
        <source>there is no export format &apos;%1&apos;; the formats are %2.</source>
        <translation>没有导出格式“%1”；可用格式为 %2。</translation>
    </message>
    <message>
        <source>there is no field &apos;%1&apos;; the fields are %2.</source>
        <translation>没有字段“%1”；可用字段为 %2。</translation>
    </message>
    <message>
        <source>there is something else than a number of up to eight hexadecimal digits in a line.</source>
        <translation>某一行不是至多八位的十六进制数。</translation>
    </message>
    <message>
        <source>three additional symbols go with the first DMRS in symbol 2 only (TS 38.211 6.4.1.1.3).</source>
        <translation>三个附加符号仅适用于首个 DMRS 位于符号 2 的情形（TS 38.211 6.4.1.1.3）。</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>was written by a newer RxQuant (workspace version %1, this program knows up to %2). Update RxQuant to open it.</source>
        <translation>由更新版本的 RxQuant 写成（工作区版本 %1，本程序支持到 %2）。请更新 RxQuant 后打开。</translation>
    </message>
    <message>
        <source>weights beyond their bits</source>
        <translation>超出位宽的权重</translation>
    </message>
    <message>
        <source>what was read back is another model</source>
        <translation>读回的是另一个模型</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1.</translation>
    </message>
    <message>
        <source>activations stay in float: measured with fake quantization, not on the integer engine</source>
        <translation>激活保持浮点：以伪量化测量，而非整数引擎</translation>
    </message>
    <message>
        <source>integer and fake-quantized outputs differ in %1 of %2 codes, by %3 at most</source>
        <translation>整数与伪量化输出在 %2 个码值中有 %1 个不同，最多相差 %3</translation>
    </message>
    <message>
        <source>%1, train, channelLoss: only a channel head estimates a channel.</source>
        <translation>%1，train, channelLoss: 只有信道输出头估计信道。</translation>
    </message>
    <message>
        <source>trainedOn, link, modulation: a network is trained for one modulation; give that of the study&apos;s link.</source>
        <translation>trainedOn, link, modulation: 网络只为一种调制训练；请给出研究链路的调制。</translation>
    </message>
    <message>
        <source>trainedOn, link, rxAntennas: a network is trained for a number of antennas; give that of the study&apos;s link.</source>
        <translation>trainedOn, link, rxAntennas: 网络为固定的天线数训练；请给出研究链路的天线数。</translation>
    </message>
    <message>
        <source>%1 LLRs of the whole receiver in compiled C compared with the engine on %2 slots: %3</source>
        <translation>完整接收机：在 %2 个时隙上，将编译后 C 代码的 %1 个 LLR 与引擎比较：%3</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1；%2</translation>
    </message>
    <message>
        <source>%1 has no model.</source>
        <translation>%1 没有模型。</translation>
    </message>
    <message>
        <source>%1: &apos;%2&apos; is not a receiver with quantized weights and activations.</source>
        <translation>%1：“%2”不是权重和激活都已量化的接收机。</translation>
    </message>
    <message>
        <source>%1: name the quantized receiver that is to run in fixed point.</source>
        <translation>%1：请指明要以定点运行的量化接收机。</translation>
    </message>
    <message>
        <source>Fixed point (fixedPoint): the input plane &apos;%1&apos; has no fixed-point form.</source>
        <translation>定点 (fixedPoint)：输入平面“%1”没有定点形式。</translation>
    </message>
    <message>
        <source>Fixed point (fixedPoint): the network&apos;s LLRs have scales of their own, so its codes are not LLRs of one step.</source>
        <translation>定点 (fixedPoint)：网络的各 LLR 有各自的缩放因子，其码值不是同一步长的 LLR。</translation>
    </message>
</context>
<context>
    <name>Param</name>
    <message>
        <source>16-QAM</source>
        <translation>16-QAM</translation>
    </message>
    <message>
        <source>2 N0</source>
        <translation>2 N0</translation>
    </message>
    <message>
        <source>256-QAM</source>
        <translation>256-QAM</translation>
    </message>
    <message>
        <source>64-QAM</source>
        <translation>64-QAM</translation>
    </message>
    <message>
        <source>8-bit integer</source>
        <translation>8 比特整数</translation>
    </message>
    <message>
        <source>A QDQ model (QuantizeLinear / DequantizeLinear, 4-bit types) for onnxruntime, compilers and accelerators; FP32 models, too.</source>
        <translation>QDQ 模型（QuantizeLinear / DequantizeLinear，4 比特类型），供 onnxruntime、编译器和加速器使用；也支持 FP32 模型。</translation>
    </message>
    <message>
        <source>A curve ends after its first point below this BLER.</source>
        <translation>曲线在第一个低于此 BLER 的点之后结束。</translation>
    </message>
    <message>
        <source>A frequency response for each symbol, or the waveform in time: echoes beyond the cyclic prefix and motion within a symbol then interfere.</source>
        <translation>每个符号一个频率响应，或时域波形；采用时域波形时，超出循环前缀的回波和符号内的运动会造成干扰。</translation>
    </message>
    <message>
        <source>A point stops at so many block errors; 0 is never.</source>
        <translation>误块数达到此值时，该点停止；0 表示不限。</translation>
    </message>
    <message>
        <source>A point stops at so many slots.</source>
        <translation>时隙数达到此值时，该点停止。</translation>
    </message>
    <message>
        <source>A point stops when its 95 % interval is this fraction of the BLER; 0 is never.</source>
        <translation>95 % 区间缩小到 BLER 的这一比例时，该点停止；0 表示不限。</translation>
    </message>
    <message>
        <source>AWGN</source>
        <translation>AWGN</translation>
    </message>
    <message>
        <source>AWGN, block Rayleigh or Ricean fading, or a clustered (CDL) or tapped (TDL) delay line of TR 38.901 7.7, or a mixture of these.</source>
        <translation>AWGN、块瑞利或块莱斯衰落，TR 38.901 7.7 的簇（CDL）或抽头（TDL）延迟线，或这些模型的混合。</translation>
    </message>
    <message>
        <source>Activation bits</source>
        <translation>激活位宽</translation>
    </message>
    <message>
        <source>After each convolution but the last; folds into it.</source>
        <translation>位于除末层外的每个卷积之后；可折叠进该卷积。</translation>
    </message>
    <message>
        <source>Antenna correlation</source>
        <translation>天线相关性</translation>
    </message>
    <message>
        <source>Antenna pattern of the base station.</source>
        <translation>基站的天线方向图。</translation>
    </message>
    <message>
        <source>Antenna pattern of the user (TR 38.901 table 7.3-1).</source>
        <translation>用户的天线方向图（TR 38.901 表 7.3-1）。</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>网络结构</translation>
    </message>
    <message>
        <source>Architecture of the network.</source>
        <translation>网络的结构。</translation>
    </message>
    <message>
        <source>As a fraction of the useful symbol; 0.0703 is NR&apos;s normal prefix.</source>
        <translation>占有用符号长度的比例；NR 常规循环前缀为 0.0703。</translation>
    </message>
    <message>
        <source>Assumed</source>
        <translation>假定</translation>
    </message>
    <message>
        <source>Assumed Doppler</source>
        <translation>假定多普勒</translation>
    </message>
    <message>
        <source>Assumed delay spread</source>
        <translation>假定时延扩展</translation>
    </message>
    <message>
        <source>Azimuth spread, base</source>
        <translation>方位角扩展，基站</translation>
    </message>
    <message>
        <source>Azimuth spread, user</source>
        <translation>方位角扩展，用户</translation>
    </message>
    <message>
        <source>Base element</source>
        <translation>基站天线阵元</translation>
    </message>
    <message>
        <source>Base polarisation</source>
        <translation>基站极化</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Batch normalisation</source>
        <translation>批归一化</translation>
    </message>
    <message>
        <source>Between points.</source>
        <translation>相邻点之间的间隔。</translation>
    </message>
    <message>
        <source>Bias correction</source>
        <translation>偏置校正</translation>
    </message>
    <message>
        <source>Bins of the FFT, guards included.</source>
        <translation>FFT 的频点数，含保护带。</translation>
    </message>
    <message>
        <source>Bit interleaver</source>
        <translation>比特交织</translation>
    </message>
    <message>
        <source>Bits and scales.</source>
        <translation>位宽与缩放因子。</translation>
    </message>
    <message>
        <source>Bits of a channel LLR, sign included.</source>
        <translation>信道 LLR 的位宽，含符号位。</translation>
    </message>
    <message>
        <source>Bits of every activation; 0 leaves them in float, as in the paper.</source>
        <translation>所有激活的位宽；0 表示保持浮点，与论文一致。</translation>
    </message>
    <message>
        <source>Bits of every weight but the first and last layer&apos;s; 0 leaves them in float. 2 bits are ternary.</source>
        <translation>除首末层外所有权重的位宽；0 表示保持浮点。2 比特为三值。</translation>
    </message>
    <message>
        <source>Bits of the input planes.</source>
        <translation>输入平面的位宽。</translation>
    </message>
    <message>
        <source>Bits of this layer&apos;s weights; 0 leaves them in float.</source>
        <translation>该层权重的位宽；0 表示保持浮点。</translation>
    </message>
    <message>
        <source>Bits of what leaves the network: LLRs or channel corrections.</source>
        <translation>网络输出的位宽：LLR 或信道修正量。</translation>
    </message>
    <message>
        <source>Bits of what leaves this layer; 0 leaves it in float.</source>
        <translation>该层输出的位宽；0 表示保持浮点。</translation>
    </message>
    <message>
        <source>Block errors</source>
        <translation>误块数</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>块数</translation>
    </message>
    <message>
        <source>C99 source</source>
        <translation>C99 源代码</translation>
    </message>
    <message>
        <source>CDL-A</source>
        <translation>CDL-A</translation>
    </message>
    <message>
        <source>CDL-B</source>
        <translation>CDL-B</translation>
    </message>
    <message>
        <source>CDL-C</source>
        <translation>CDL-C</translation>
    </message>
    <message>
        <source>CDL-D</source>
        <translation>CDL-D</translation>
    </message>
    <message>
        <source>CDL-E</source>
        <translation>CDL-E</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Calibration slots</source>
        <translation>校准时隙数</translation>
    </message>
    <message>
        <source>Carrier</source>
        <translation>载频</translation>
    </message>
    <message>
        <source>Carrier frequency. Uniform in this range, drawn for each slot.</source>
        <translation>载波频率。在此范围内均匀分布，逐时隙抽取。</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>信道</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>通道数</translation>
    </message>
    <message>
        <source>Charge overhead</source>
        <translation>计入开销</translation>
    </message>
    <message>
        <source>Check rule</source>
        <translation>校验节点规则</translation>
    </message>
    <message>
        <source>Checkpoint every</source>
        <translation>检查点间隔</translation>
    </message>
    <message>
        <source>Choose K-factor</source>
        <translation>指定 K 因子</translation>
    </message>
    <message>
        <source>Choose angular spreads</source>
        <translation>指定角度扩展</translation>
    </message>
    <message>
        <source>Classical receiver</source>
        <translation>经典接收机</translation>
    </message>
    <message>
        <source>Code rate</source>
        <translation>码率</translation>
    </message>
    <message>
        <source>Combined symbols</source>
        <translation>合并后的符号</translation>
    </message>
    <message>
        <source>Corrects each layer&apos;s mean error after post-training quantization.</source>
        <translation>校正训练后量化造成的各层平均误差。</translation>
    </message>
    <message>
        <source>Cosine decay ends at this fraction of the peak.</source>
        <translation>余弦衰减结束时，学习率降为峰值的这一比例。</translation>
    </message>
    <message>
        <source>Count pilots and cyclic prefix in Eb.</source>
        <translation>将导频和循环前缀计入 Eb。</translation>
    </message>
    <message>
        <source>Covariance</source>
        <translation>协方差</translation>
    </message>
    <message>
        <source>Crossed V/H</source>
        <translation>V/H 交叉极化</translation>
    </message>
    <message>
        <source>Crossed ±45°</source>
        <translation>±45° 交叉极化</translation>
    </message>
    <message>
        <source>Cyclic prefix</source>
        <translation>循环前缀</translation>
    </message>
    <message>
        <source>DC null</source>
        <translation>直流空置</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>译码器</translation>
    </message>
    <message>
        <source>Delay spread</source>
        <translation>时延扩展</translation>
    </message>
    <message>
        <source>Demapper</source>
        <translation>解映射器</translation>
    </message>
    <message>
        <source>Depthwise separable</source>
        <translation>深度可分离</translation>
    </message>
    <message>
        <source>Dilation, frequency</source>
        <translation>膨胀率，频域</translation>
    </message>
    <message>
        <source>Dilation, time</source>
        <translation>膨胀率，时域</translation>
    </message>
    <message>
        <source>Direction of travel: horizontal, uniform on the sphere, or uniform in the angle.</source>
        <translation>运动方向：水平、球面上均匀分布，或角度均匀分布。</translation>
    </message>
    <message>
        <source>Each has 12 subcarriers (TS 38.211 4.4.4).</source>
        <translation>每个资源块含 12 个子载波（TS 38.211 4.4.4）。</translation>
    </message>
    <message>
        <source>Each input plane has its own scale, folded into the first layer&apos;s weights.</source>
        <translation>每个输入平面有各自的缩放因子，并折叠进首层权重。</translation>
    </message>
    <message>
        <source>Each slot is of one of these models.</source>
        <translation>每个时隙取自其中一个模型。</translation>
    </message>
    <message>
        <source>Each slot&apos;s SNR is uniform in this range.</source>
        <translation>每个时隙的 SNR 在此范围内均匀分布。</translation>
    </message>
    <message>
        <source>Early stop</source>
        <translation>提前停止</translation>
    </message>
    <message>
        <source>Eb/N0</source>
        <translation>Eb/N0</translation>
    </message>
    <message>
        <source>Eb/N0 or Es/N0 on the axis of curves and in training ranges.</source>
        <translation>曲线横轴与训练范围采用 Eb/N0 或 Es/N0。</translation>
    </message>
    <message>
        <source>Equalised symbols</source>
        <translation>均衡后的符号</translation>
    </message>
    <message>
        <source>Es/N0</source>
        <translation>Es/N0</translation>
    </message>
    <message>
        <source>Estimation and demapping.</source>
        <translation>信道估计与解映射。</translation>
    </message>
    <message>
        <source>Estimation noise</source>
        <translation>估计噪声</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>Exact (log-sum-exp) or max-log.</source>
        <translation>精确（log-sum-exp）或 max-log。</translation>
    </message>
    <message>
        <source>FFT size</source>
        <translation>FFT 大小</translation>
    </message>
    <message>
        <source>FFT with guards</source>
        <translation>FFT+保护带</translation>
    </message>
    <message>
        <source>Factor on the minimum of normalised min-sum.</source>
        <translation>归一化最小和中乘在最小值上的因子。</translation>
    </message>
    <message>
        <source>Final rate</source>
        <translation>最终学习率</translation>
    </message>
    <message>
        <source>First and last layer</source>
        <translation>首末层</translation>
    </message>
    <message>
        <source>First and last point of the curves.</source>
        <translation>曲线的起点和终点。</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>浮点</translation>
    </message>
    <message>
        <source>Float, or 8-bit integers as in hardware.</source>
        <translation>浮点，或与硬件一致的 8 比特整数。</translation>
    </message>
    <message>
        <source>Flooding</source>
        <translation>泛洪</translation>
    </message>
    <message>
        <source>Flooding updates all checks at once; layered row by row, about twice as fast to converge.</source>
        <translation>泛洪一次更新全部校验节点；分层则逐行更新，收敛约快一倍。</translation>
    </message>
    <message>
        <source>For each block; the last repeats.</source>
        <translation>逐块给出；最后一个值重复使用。</translation>
    </message>
    <message>
        <source>Frequency responses</source>
        <translation>频率响应</translation>
    </message>
    <message>
        <source>From the interpolation weights</source>
        <translation>由插值权重得出</translation>
    </message>
    <message>
        <source>Gain control</source>
        <translation>增益控制</translation>
    </message>
    <message>
        <source>Gray mapping of TS 38.211 5.1.</source>
        <translation>TS 38.211 5.1 的格雷映射。</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>资源网格</translation>
    </message>
    <message>
        <source>Grid, pilots, modulation, code.</source>
        <translation>网格、导频、调制、编码。</translation>
    </message>
    <message>
        <source>Guard, high</source>
        <translation>保护带，高端</translation>
    </message>
    <message>
        <source>Guard, low</source>
        <translation>保护带，低端</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>输出头</translation>
    </message>
    <message>
        <source>Horizontal</source>
        <translation>水平</translation>
    </message>
    <message>
        <source>How it is trained.</source>
        <translation>训练方式。</translation>
    </message>
    <message>
        <source>How often each model is drawn, in their order; none for equally often.</source>
        <translation>各模型被抽取的权重，按其顺序给出；留空表示等概率。</translation>
    </message>
    <message>
        <source>How quantization-aware training moves the ranges.</source>
        <translation>量化感知训练如何调整范围。</translation>
    </message>
    <message>
        <source>How the layers are put together.</source>
        <translation>各层的组合方式。</translation>
    </message>
    <message>
        <source>Information bits by coded bits; NR LDPC of TS 38.212 5.3.2.</source>
        <translation>信息比特数与编码比特数之比；TS 38.212 5.3.2 的 NR LDPC。</translation>
    </message>
    <message>
        <source>Input bits</source>
        <translation>输入位宽</translation>
    </message>
    <message>
        <source>Input planes</source>
        <translation>输入平面</translation>
    </message>
    <message>
        <source>Interpolation</source>
        <translation>插值</translation>
    </message>
    <message>
        <source>Interval width</source>
        <translation>区间宽度</translation>
    </message>
    <message>
        <source>Isotropic</source>
        <translation>各向同性</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>迭代次数</translation>
    </message>
    <message>
        <source>Iterations between checkpoints.</source>
        <translation>相邻检查点之间的迭代次数。</translation>
    </message>
    <message>
        <source>Iterations between validations.</source>
        <translation>相邻两次验证之间的迭代次数。</translation>
    </message>
    <message>
        <source>Iterations of linear rise.</source>
        <translation>线性上升阶段的迭代次数。</translation>
    </message>
    <message>
        <source>K-factor</source>
        <translation>K 因子</translation>
    </message>
    <message>
        <source>Kernel, frequency</source>
        <translation>卷积核，频域</translation>
    </message>
    <message>
        <source>Kernel, time</source>
        <translation>卷积核，时域</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>已知</translation>
    </message>
    <message>
        <source>LDPC decoder.</source>
        <translation>LDPC 译码器。</translation>
    </message>
    <message>
        <source>LLR</source>
        <translation>LLR</translation>
    </message>
    <message>
        <source>LLR bits</source>
        <translation>LLR 位宽</translation>
    </message>
    <message>
        <source>LLR clip</source>
        <translation>LLR 截断</translation>
    </message>
    <message>
        <source>LLR step</source>
        <translation>LLR 步长</translation>
    </message>
    <message>
        <source>Message bits</source>
        <translation>消息位数</translation>
    </message>
    <message>
        <source>Of a message from a check, sign included: larger ones saturate. Sums have 8 bits; with as many here a decoder may leave a code word that it had found.</source>
        <translation>校验节点消息的位数，含符号位；更大的值饱和。累加和为 8 位；若此处也取 8 位，译码器可能离开已找到的码字。</translation>
    </message>
    <message>
        <source>LLR units a step of the integer.</source>
        <translation>整数每一步对应的 LLR 值。</translation>
    </message>
    <message>
        <source>LLR: a plane for each bit. Channel: corrections to a channel estimate; the demapper stays outside.</source>
        <translation>LLR：每个比特一个平面。信道：对信道估计的修正；解映射器留在网络之外。</translation>
    </message>
    <message>
        <source>LMMSE, known covariance</source>
        <translation>LMMSE，已知协方差</translation>
    </message>
    <message>
        <source>LMMSE: RMS of the assumed profile.</source>
        <translation>LMMSE：假定功率时延谱的 RMS 时延扩展。</translation>
    </message>
    <message>
        <source>LMMSE and tracking: largest Doppler shift of the assumed spectrum.</source>
        <translation>LMMSE 与跟踪：假定多普勒谱的最大频移。</translation>
    </message>
    <message>
        <source>LS: rounds of decision-directed tracking. A Kalman smoother follows the channel from the outermost pilot symbols outward by its own decisions, averaged over the taps of smoothing. 0 is none.</source>
        <translation>LS：判决导向跟踪的轮数。卡尔曼平滑器从最外侧导频符号向外，用自身判决跟踪信道，判决误差按平滑抽头数取平均。0 表示不跟踪。</translation>
    </message>
    <message>
        <source>Rounds of decision-directed tracking before the network: a Kalman smoother follows the channel from the outermost pilot symbols outward by its own decisions, averaged over the taps of LS smoothing. 0 is none: the estimate is held there.</source>
        <translation>网络之前判决导向跟踪的轮数：卡尔曼平滑器从最外侧导频符号向外，用自身判决跟踪信道，判决误差按 LS 平滑抽头数取平均。0 表示不跟踪：那里保持估计不变。</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>Tracking&apos;s Doppler</source>
        <translation>跟踪的多普勒</translation>
    </message>
    <message>
        <source>Largest Doppler shift that tracking assumes.</source>
        <translation>跟踪所假定的最大多普勒频移。</translation>
    </message>
    <message>
        <source>LMMSE: of the channel model, or of an assumed exponential profile and Jakes&apos; Doppler spectrum.</source>
        <translation>LMMSE：采用信道模型的协方差，或假定指数功率时延谱和 Jakes 多普勒谱。</translation>
    </message>
    <message>
        <source>LS, linear</source>
        <translation>LS，线性</translation>
    </message>
    <message>
        <source>LS, nearest</source>
        <translation>LS，最近</translation>
    </message>
    <message>
        <source>Largest magnitude of channel LLRs and float messages; 0 is no limit.</source>
        <translation>信道 LLR 和浮点消息的最大幅值；0 表示不限。</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Layered</source>
        <translation>分层</translation>
    </message>
    <message>
        <source>Layers whose bits differ from the network&apos;s.</source>
        <translation>位宽与网络设置不同的层。</translation>
    </message>
    <message>
        <source>Layers with bits of their own</source>
        <translation>单独设置位宽的层</translation>
    </message>
    <message>
        <source>Learned step (LSQ)</source>
        <translation>可学习步长（LSQ）</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Learning rate of quantizer ranges, as a multiple of the weights&apos; (QAT).</source>
        <translation>量化范围的学习率，以权重学习率的倍数表示（QAT）。</translation>
    </message>
    <message>
        <source>Least squares</source>
        <translation>最小二乘</translation>
    </message>
    <message>
        <source>Leave the bin at 0 Hz empty.</source>
        <translation>将 0 Hz 处的频点空置。</translation>
    </message>
    <message>
        <source>Linear, extrapolated</source>
        <translation>线性，外推</translation>
    </message>
    <message>
        <source>Linear, held at the edges</source>
        <translation>线性，边缘保持</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>MSE</source>
        <translation>MSE</translation>
    </message>
    <message>
        <source>Max-log</source>
        <translation>Max-log</translation>
    </message>
    <message>
        <source>Measure its curve</source>
        <translation>测量其曲线</translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Min-sum</source>
        <translation>最小和</translation>
    </message>
    <message>
        <source>Min-sum offset</source>
        <translation>最小和偏移量</translation>
    </message>
    <message>
        <source>Min-sum scale</source>
        <translation>最小和缩放因子</translation>
    </message>
    <message>
        <source>Mixture</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Mixture of</source>
        <translation>混合成分</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Modulation</source>
        <translation>调制</translation>
    </message>
    <message>
        <source>Most iterations a block.</source>
        <translation>每个块的最大迭代次数。</translation>
    </message>
    <message>
        <source>Most slots</source>
        <translation>最大时隙数</translation>
    </message>
    <message>
        <source>Moving average</source>
        <translation>滑动平均</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name of a layer of the network.</source>
        <translation>网络中某一层的名称。</translation>
    </message>
    <message>
        <source>Nearest pilot</source>
        <translation>最近导频</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Neural, FP32</source>
        <translation>神经，FP32</translation>
    </message>
    <message>
        <source>Neural, PTQ</source>
        <translation>神经，PTQ</translation>
    </message>
    <message>
        <source>Neural, QAT</source>
        <translation>神经，QAT</translation>
    </message>
    <message>
        <source>Neural, all in fixed point</source>
        <translation>神经，全定点</translation>
    </message>
    <message>
        <source>Noise that the demapper assumes beside an LS estimate.</source>
        <translation>解映射器在 LS 估计之外假定的噪声。</translation>
    </message>
    <message>
        <source>Normalise each slot</source>
        <translation>逐时隙归一化</translation>
    </message>
    <message>
        <source>Normalised min-sum</source>
        <translation>归一化最小和</translation>
    </message>
    <message>
        <source>OFDM symbols of the slot (0 to 13) that carry pilots on every subcarrier.</source>
        <translation>时隙中所有子载波都承载导频的 OFDM 符号（0 至 13）。</translation>
    </message>
    <message>
        <source>ONNX</source>
        <translation>ONNX</translation>
    </message>
    <message>
        <source>Odd number of OFDM symbols.</source>
        <translation>OFDM 符号数，须为奇数。</translation>
    </message>
    <message>
        <source>Odd number of subcarriers.</source>
        <translation>子载波数，须为奇数。</translation>
    </message>
    <message>
        <source>Of the base station&apos;s outermost antennas (alpha of TS 36.104 annex B.5): 0 low, 0.9 medium and high. The line of sight keeps a random phase on each antenna.</source>
        <translation>基站最外侧两根天线之间的相关性（TS 36.104 附录 B.5 的 alpha）：0 为低，0.9 为中和高。视距径在每根天线上保留随机相位。</translation>
    </message>
    <message>
        <source>Of the last layer, both ways; odd.</source>
        <translation>末层的卷积核，时频两个方向；须为奇数。</translation>
    </message>
    <message>
        <source>Of the study.</source>
        <translation>研究的名称。</translation>
    </message>
    <message>
        <source>Off for a step on the way to other receivers.</source>
        <translation>若只是通往其他接收机的中间步骤，请关闭。</translation>
    </message>
    <message>
        <source>Offset min-sum</source>
        <translation>偏移最小和</translation>
    </message>
    <message>
        <source>One scale for each output channel, or one for the whole tensor.</source>
        <translation>每个输出通道一个缩放因子，或整个张量一个。</translation>
    </message>
    <message>
        <source>Optimiser steps.</source>
        <translation>优化器步数。</translation>
    </message>
    <message>
        <source>Output bits</source>
        <translation>输出位宽</translation>
    </message>
    <message>
        <source>Output kernel</source>
        <translation>输出卷积核</translation>
    </message>
    <message>
        <source>Parent</source>
        <translation>父接收机</translation>
    </message>
    <message>
        <source>Peak rate of Adam (arXiv 1412.6980).</source>
        <translation>Adam 的峰值学习率（arXiv 1412.6980）。</translation>
    </message>
    <message>
        <source>Per channel</source>
        <translation>逐通道</translation>
    </message>
    <message>
        <source>Per tensor</source>
        <translation>逐张量</translation>
    </message>
    <message>
        <source>Perfect CSI</source>
        <translation>理想 CSI</translation>
    </message>
    <message>
        <source>Pilot symbols</source>
        <translation>导频符号</translation>
    </message>
    <message>
        <source>Pilots</source>
        <translation>导频</translation>
    </message>
    <message>
        <source>Plain CNN</source>
        <translation>普通 CNN</translation>
    </message>
    <message>
        <source>Pointwise (1×1)</source>
        <translation>逐点（1×1）</translation>
    </message>
    <message>
        <source>Ports of the base station.</source>
        <translation>基站的天线端口数。</translation>
    </message>
    <message>
        <source>Power of the line of sight by that of all else.</source>
        <translation>视距径功率与其余全部功率之比。</translation>
    </message>
    <message>
        <source>Propagation.</source>
        <translation>传播环境。</translation>
    </message>
    <message>
        <source>QPSK</source>
        <translation>QPSK</translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation>量化</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>RMS azimuth spread at the base station (the table&apos;s departure).</source>
        <translation>基站侧的 RMS 方位角扩展（表中的离开角）。</translation>
    </message>
    <message>
        <source>RMS azimuth spread at the user (the table&apos;s arrival).</source>
        <translation>用户侧的 RMS 方位角扩展（表中的到达角）。</translation>
    </message>
    <message>
        <source>RMS zenith spread at the base station.</source>
        <translation>基站侧的 RMS 天顶角扩展。</translation>
    </message>
    <message>
        <source>RMS zenith spread at the user.</source>
        <translation>用户侧的 RMS 天顶角扩展。</translation>
    </message>
    <message>
        <source>RMS; scales the table&apos;s delays (TR 38.901 7.7.3). Uniform in this range, drawn for each slot.</source>
        <translation>RMS 值；用于缩放表中的时延（TR 38.901 7.7.3）。在此范围内均匀分布，逐时隙抽取。</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Range learning</source>
        <translation>范围学习</translation>
    </message>
    <message>
        <source>Range rate</source>
        <translation>范围学习率</translation>
    </message>
    <message>
        <source>Ranges from the extremes seen, or those of least mean square error.</source>
        <translation>取所见极值作为范围，或取均方误差最小的范围。</translation>
    </message>
    <message>
        <source>Rayleigh, block</source>
        <translation>瑞利，块衰落</translation>
    </message>
    <message>
        <source>Receive antennas</source>
        <translation>接收天线数</translation>
    </message>
    <message>
        <source>Received grid</source>
        <translation>接收网格</translation>
    </message>
    <message>
        <source>Receivers</source>
        <translation>接收机</translation>
    </message>
    <message>
        <source>Removes the slot&apos;s fading of total power, as Sionna&apos;s tutorial does.</source>
        <translation>消除时隙总功率的衰落，与 Sionna 教程的做法一致。</translation>
    </message>
    <message>
        <source>Residual CNN</source>
        <translation>残差 CNN</translation>
    </message>
    <message>
        <source>Residual blocks (or plain layers).</source>
        <translation>残差块（或普通层）的数目。</translation>
    </message>
    <message>
        <source>Resource blocks</source>
        <translation>资源块</translation>
    </message>
    <message>
        <source>Ricean, block</source>
        <translation>莱斯，块衰落</translation>
    </message>
    <message>
        <source>RxQuant model</source>
        <translation>RxQuant 模型</translation>
    </message>
    <message>
        <source>RxQuant&apos;s own file with the spec that made the model: for another workspace, or a colleague.</source>
        <translation>RxQuant 自己的文件格式，附带生成该模型的设置：可用于其他工作区，或交给同事。</translation>
    </message>
    <message>
        <source>SNR axis</source>
        <translation>SNR 坐标轴</translation>
    </message>
    <message>
        <source>SNR points and stopping rules.</source>
        <translation>SNR 点与停止规则。</translation>
    </message>
    <message>
        <source>SNR range</source>
        <translation>SNR 范围</translation>
    </message>
    <message>
        <source>SNR step</source>
        <translation>SNR 步长</translation>
    </message>
    <message>
        <source>Same seed, same result.</source>
        <translation>种子相同，结果相同。</translation>
    </message>
    <message>
        <source>Scale each slot by the power of its pilots.</source>
        <translation>按导频功率缩放每个时隙。</translation>
    </message>
    <message>
        <source>Scale input planes apart</source>
        <translation>输入平面分别缩放</translation>
    </message>
    <message>
        <source>Scale the table&apos;s angles about their means to the spreads below (TR 38.901 7.7.5.1).</source>
        <translation>将表中的角度围绕其均值缩放到下面的扩展值（TR 38.901 7.7.5.1）。</translation>
    </message>
    <message>
        <source>Scale the table&apos;s echoes to the K-factor below (TR 38.901 7.7.6); the delay spread stays as asked.</source>
        <translation>将表中的回波缩放到下面的 K 因子（TR 38.901 7.7.6）；时延扩展保持设定值。</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>调度方式</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>仿真方式</translation>
    </message>
    <message>
        <source>Single vertical ports, or crossed pairs.</source>
        <translation>单个垂直极化端口，或交叉极化端口对。</translation>
    </message>
    <message>
        <source>Slots a step.</source>
        <translation>每步的时隙数。</translation>
    </message>
    <message>
        <source>Slots that set the ranges.</source>
        <translation>用于确定范围的时隙数。</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Stop a block when all parity checks hold.</source>
        <translation>所有奇偶校验均满足时，停止该块的译码。</translation>
    </message>
    <message>
        <source>Stop below</source>
        <translation>停止阈值</translation>
    </message>
    <message>
        <source>Subcarrier spacing</source>
        <translation>子载波间隔</translation>
    </message>
    <message>
        <source>Subtracted from the minimum by offset min-sum.</source>
        <translation>偏移最小和中从最小值减去的量。</translation>
    </message>
    <message>
        <source>Sum-product</source>
        <translation>和积</translation>
    </message>
    <message>
        <source>Sum-product is exact on trees; min-sum and its corrections are what hardware runs.</source>
        <translation>和积在树状图上是精确的；硬件采用的是最小和及其修正算法。</translation>
    </message>
    <message>
        <source>TDL-A</source>
        <translation>TDL-A</translation>
    </message>
    <message>
        <source>TDL-B</source>
        <translation>TDL-B</translation>
    </message>
    <message>
        <source>TDL-C</source>
        <translation>TDL-C</translation>
    </message>
    <message>
        <source>TDL-D</source>
        <translation>TDL-D</translation>
    </message>
    <message>
        <source>TDL-E</source>
        <translation>TDL-E</translation>
    </message>
    <message>
        <source>TR 38.901 element</source>
        <translation>TR 38.901 阵元</translation>
    </message>
    <message>
        <source>TS 38.211 4.2.</source>
        <translation>TS 38.211 4.2。</translation>
    </message>
    <message>
        <source>TS 38.212 5.4.2.2.</source>
        <translation>TS 38.212 5.4.2.2。</translation>
    </message>
    <message>
        <source>Taps of a moving average over subcarriers; 1 is none.</source>
        <translation>沿子载波滑动平均的抽头数；1 表示不平均。</translation>
    </message>
    <message>
        <source>Target BLER</source>
        <translation>目标 BLER</translation>
    </message>
    <message>
        <source>The receiver it is made from; empty trains from scratch.</source>
        <translation>它由哪个接收机得来；留空则从头训练。</translation>
    </message>
    <message>
        <source>The same slots each time.</source>
        <translation>每次都使用相同的时隙。</translation>
    </message>
    <message>
        <source>Trained min and max</source>
        <translation>可训练最小/最大值</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Training SNR</source>
        <translation>训练 SNR</translation>
    </message>
    <message>
        <source>Uniform in angle</source>
        <translation>角度均匀分布</translation>
    </message>
    <message>
        <source>Uniform in this range, drawn for each slot.</source>
        <translation>在此范围内均匀分布，逐时隙抽取。</translation>
    </message>
    <message>
        <source>Uniform on the sphere</source>
        <translation>球面均匀分布</translation>
    </message>
    <message>
        <source>Unique in the study; shown at the curve.</source>
        <translation>在研究中唯一；显示在曲线旁。</translation>
    </message>
    <message>
        <source>Unused bins at the high edge.</source>
        <translation>高端不使用的频点数。</translation>
    </message>
    <message>
        <source>Unused bins at the low edge.</source>
        <translation>低端不使用的频点数。</translation>
    </message>
    <message>
        <source>User element</source>
        <translation>用户天线阵元</translation>
    </message>
    <message>
        <source>Validate every</source>
        <translation>验证间隔</translation>
    </message>
    <message>
        <source>Validation slots</source>
        <translation>验证时隙数</translation>
    </message>
    <message>
        <source>Velocity zenith</source>
        <translation>速度天顶角</translation>
    </message>
    <message>
        <source>Vertical</source>
        <translation>垂直</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Waveform in time</source>
        <translation>时域波形</translation>
    </message>
    <message>
        <source>Weight bits</source>
        <translation>权重位宽</translation>
    </message>
    <message>
        <source>Weight bits of the first and the last layer.</source>
        <translation>首末层的权重位宽。</translation>
    </message>
    <message>
        <source>Weight scales</source>
        <translation>权重缩放因子</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>What the network sees of each resource element.</source>
        <translation>网络在每个资源元素上看到的内容。</translation>
    </message>
    <message>
        <source>What the study asks, in a sentence.</source>
        <translation>用一句话说明研究要回答的问题。</translation>
    </message>
    <message>
        <source>What to compare.</source>
        <translation>要比较的对象。</translation>
    </message>
    <message>
        <source>Where decibels are read off.</source>
        <translation>在此处读取分贝值。</translation>
    </message>
    <message>
        <source>Whole resource blocks as in 5G NR, or an FFT with guards and a DC null.</source>
        <translation>如 5G NR 的整资源块，或带保护带和直流空置的 FFT。</translation>
    </message>
    <message>
        <source>Width of the network.</source>
        <translation>网络的宽度。</translation>
    </message>
    <message>
        <source>Zenith spread, base</source>
        <translation>天顶角扩展，基站</translation>
    </message>
    <message>
        <source>Zenith spread, user</source>
        <translation>天顶角扩展，用户</translation>
    </message>
    <message>
        <source>log10 N0</source>
        <translation>log10 N0</translation>
    </message>
    <message>
        <source>AGC back-off</source>
        <translation>AGC 回退</translation>
    </message>
    <message>
        <source>Additional DMRS symbols</source>
        <translation>附加 DMRS 符号</translation>
    </message>
    <message>
        <source>CDM groups without data</source>
        <translation>无数据的 CDM 组</translation>
    </message>
    <message>
        <source>Coding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Configuration type 1: pilots on every other subcarrier; type 2: on two of six.</source>
        <translation>配置类型 1：每隔一个子载波一个导频；类型 2：每六个子载波两个导频。</translation>
    </message>
    <message>
        <source>Converter bits</source>
        <translation>转换器位宽</translation>
    </message>
    <message>
        <source>DMRS identity</source>
        <translation>DMRS 标识</translation>
    </message>
    <message>
        <source>DMRS slot</source>
        <translation>DMRS 时隙</translation>
    </message>
    <message>
        <source>DMRS type</source>
        <translation>DMRS 类型</translation>
    </message>
    <message>
        <source>Decay of a moving average of the weights, which is the result; 0 keeps the last ones.</source>
        <translation>权重滑动平均的衰减系数，平均值即为结果；0 表示取最后的权重。</translation>
    </message>
    <message>
        <source>Decision-directed error</source>
        <translation>判决引导误差</translation>
    </message>
    <message>
        <source>Distillation</source>
        <translation>蒸馏</translation>
    </message>
    <message>
        <source>Easy SNR</source>
        <translation>起始（较易）SNR</translation>
    </message>
    <message>
        <source>Every subcarrier</source>
        <translation>每个子载波</translation>
    </message>
    <message>
        <source>First DMRS symbol</source>
        <translation>首个 DMRS 符号</translation>
    </message>
    <message>
        <source>First batch</source>
        <translation>首批大小</translation>
    </message>
    <message>
        <source>Forward pass</source>
        <translation>前向传播</translation>
    </message>
    <message>
        <source>From the RMS of the received samples to the converter&apos;s full scale: too little clips, too much wastes bits.</source>
        <translation>从接收样本的均方根到转换器满量程的距离：太小会截断，太大会浪费比特。</translation>
    </message>
    <message>
        <source>How much of the target is what a receiver with perfect channel knowledge believes of the bits, rather than the bits.</source>
        <translation>训练目标中有多少取自已知理想信道的接收机对比特的判断，而不是比特本身。</translation>
    </message>
    <message>
        <source>Integer kernels</source>
        <translation>整数内核</translation>
    </message>
    <message>
        <source>LMMSE, assumed profile</source>
        <translation>LMMSE，假定的时延谱</translation>
    </message>
    <message>
        <source>LS, smoothed</source>
        <translation>LS，平滑</translation>
    </message>
    <message>
        <source>MCS index</source>
        <translation>MCS 索引</translation>
    </message>
    <message>
        <source>MCS table</source>
        <translation>MCS 表</translation>
    </message>
    <message>
        <source>NR PUSCH DMRS</source>
        <translation>NR PUSCH DMRS</translation>
    </message>
    <message>
        <source>N_ID^0 of the pilots&apos; sequence (TS 38.211 6.4.1.1.1.1).</source>
        <translation>导频序列的 N_ID^0（TS 38.211 6.4.1.1.1.1）。</translation>
    </message>
    <message>
        <source>Natural cubic spline, held at the edges</source>
        <translation>自然三次样条，边缘保持</translation>
    </message>
    <message>
        <source>Networks in a row: each computes its input planes from the channel estimate that the one before has refined. Channel head only.</source>
        <translation>串联的网络：每个网络由前一个网络修正后的信道估计计算自己的输入平面。仅用于信道输出头。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>None: modulation and rate are chosen below. Else tables 1, 2 or 3 of TS 38.214 5.1.3.1.</source>
        <translation>无：在下方选择调制和码率。否则采用 TS 38.214 5.1.3.1 的表 1、2 或 3。</translation>
    </message>
    <message>
        <source>Of each of the receiver&apos;s two analogue-to-digital converters an antenna, in front of the FFT; 0 is exact.</source>
        <translation>接收机每根天线的两个模数转换器（位于 FFT 之前）的位宽；0 表示无误差。</translation>
    </message>
    <message>
        <source>Of the LS estimate over time between pilot symbols, and over frequency between the pilots of a comb.</source>
        <translation>LS 估计在导频符号之间的时间插值，以及在梳状导频之间的频率插值。</translation>
    </message>
    <message>
        <source>On every subcarrier of chosen symbols; or the single-symbol DMRS of NR&apos;s PUSCH (TS 38.211 6.4.1.1).</source>
        <translation>位于所选符号的每个子载波上；或采用 NR PUSCH 的单符号 DMRS（TS 38.211 6.4.1.1）。</translation>
    </message>
    <message>
        <source>One code word</source>
        <translation>单个码字</translation>
    </message>
    <message>
        <source>One code word a slot without CRC; or a transport block with CRC, cut into code blocks with CRCs of their own (TS 38.212 5.2.2), its size by TS 38.214 6.1.4.2.</source>
        <translation>每时隙一个不带 CRC 的码字；或一个带 CRC 的传输块，分割为各带 CRC 的码块（TS 38.212 5.2.2），其大小按 TS 38.214 6.1.4.2 确定。</translation>
    </message>
    <message>
        <source>PUSCH mapping</source>
        <translation>PUSCH 映射</translation>
    </message>
    <message>
        <source>Passes</source>
        <translation>级数</translation>
    </message>
    <message>
        <source>Pilot mask</source>
        <translation>导频掩码</translation>
    </message>
    <message>
        <source>Arithmetic</source>
        <translation>运算</translation>
    </message>
    <message>
        <source>bfloat16</source>
        <translation>bfloat16</translation>
    </message>
    <message>
        <source>QAT: fake quantization in float, or the integer kernels, which cost less.</source>
        <translation>QAT：浮点伪量化，或代价更低的整数内核。</translation>
    </message>
    <message>
        <source>SNR curriculum</source>
        <translation>SNR 课程</translation>
    </message>
    <message>
        <source>Sets modulation and target code rate.</source>
        <translation>确定调制方式和目标码率。</translation>
    </message>
    <message>
        <source>Share of the iterations in which the SNR range moves from the easy one to the training&apos;s; 0 is none.</source>
        <translation>SNR 范围从较易范围过渡到训练范围所占的迭代比例；0 表示不用。</translation>
    </message>
    <message>
        <source>Slot in the frame of the pilots&apos; sequence; every simulated slot has the same.</source>
        <translation>导频序列在帧中的时隙号；所有仿真时隙相同。</translation>
    </message>
    <message>
        <source>Slots of the first step; steps grow evenly to the batch. 0 is the batch throughout.</source>
        <translation>第一步的时隙数；之后均匀增长到批大小。0 表示始终为批大小。</translation>
    </message>
    <message>
        <source>Subcarriers of DMRS symbols that stay free of data; their energy goes to the pilots: 0, 3 or 4.77 dB for 1, 2 or 3 groups (TS 38.214 table 6.2.2-1).</source>
        <translation>DMRS 符号中不放数据的子载波；其能量用于导频：1、2、3 组分别为 0、3、4.77 dB（TS 38.214 表 6.2.2-1）。</translation>
    </message>
    <message>
        <source>Table 1, to 64-QAM</source>
        <translation>表 1，至 64-QAM</translation>
    </message>
    <message>
        <source>Table 2, to 256-QAM</source>
        <translation>表 2，至 256-QAM</translation>
    </message>
    <message>
        <source>Table 3, low spectral efficiency</source>
        <translation>表 3，低频谱效率</translation>
    </message>
    <message>
        <source>Transport block</source>
        <translation>传输块</translation>
    </message>
    <message>
        <source>Type 1</source>
        <translation>类型 1</translation>
    </message>
    <message>
        <source>Type 2</source>
        <translation>类型 2</translation>
    </message>
    <message>
        <source>Type A</source>
        <translation>类型 A</translation>
    </message>
    <message>
        <source>Type A: first DMRS in symbol 2 or 3; type B: in the first symbol.</source>
        <translation>类型 A：首个 DMRS 位于符号 2 或 3；类型 B：位于第一个符号。</translation>
    </message>
    <message>
        <source>Type B</source>
        <translation>类型 B</translation>
    </message>
    <message>
        <source>Weight averaging</source>
        <translation>权重平均</translation>
    </message>
    <message>
        <source>Where an SNR curriculum begins.</source>
        <translation>SNR 课程的起点。</translation>
    </message>
    <message>
        <source>dmrs-AdditionalPosition; where they are tells TS 38.211 table 6.4.1.1.3-3.</source>
        <translation>dmrs-AdditionalPosition；其位置见 TS 38.211 表 6.4.1.1.3-3。</translation>
    </message>
    <message>
        <source>l0 of mapping type A (dmrs-TypeA-Position).</source>
        <translation>映射类型 A 的 l0（dmrs-TypeA-Position）。</translation>
    </message>
    <message>
        <source>Combiner bits</source>
        <translation>合并器位宽</translation>
    </message>
    <message>
        <source>Estimate bits</source>
        <translation>估计位宽</translation>
    </message>
    <message>
        <source>Fixed point</source>
        <translation>定点</translation>
    </message>
    <message>
        <source>Of each antenna&apos;s samples, Re and Im.</source>
        <translation>每根天线样本的实部和虚部。</translation>
    </message>
    <message>
        <source>Of the channel estimate.</source>
        <translation>信道估计的位宽。</translation>
    </message>
    <message>
        <source>Of the combined symbol and its gain.</source>
        <translation>合并后符号及其增益的位宽。</translation>
    </message>
    <message>
        <source>Sample bits</source>
        <translation>样本位宽</translation>
    </message>
    <message>
        <source>Memory images and vectors</source>
        <translation>存储器映像与测试向量</translation>
    </message>
    <message>
        <source>Weights, biases and multipliers as $readmemh files and as one binary image with its address map, and test vectors of every layer: for RTL and its test bench.</source>
        <translation>权重、偏置和乘数，既有 $readmemh 文件，也有带地址映射的单个二进制映像，并附每一层的测试向量：供 RTL 及其测试平台使用。</translation>
    </message>
    <message>
        <source>A classical receiver, or a neural one: in FP32, after PTQ, after QAT, or all of it in fixed point.</source>
        <translation>经典接收机，或神经接收机：FP32、PTQ 之后、QAT 之后，或全定点。</translation>
    </message>
    <message>
        <source>Widths of gain control, least squares, combining and demapping around the parent&apos;s integer network.</source>
        <translation>父接收机的整数网络之外，增益控制、最小二乘、合并与解映射的位宽。</translation>
    </message>
    <message>
        <source>Channel head: of what the decoder gets. An LLR head&apos;s are the network&apos;s output bits.</source>
        <translation>信道输出头：译码器所得 LLR 的位宽。LLR 输出头则为网络的输出位宽。</translation>
    </message>
    <message>
        <source>Channel head: of one integer step; fewer bits want larger ones. An LLR head&apos;s is the network&apos;s output scale.</source>
        <translation>信道输出头：整数一步的大小；比特越少，步长宜越大。LLR 输出头则为网络的输出缩放因子。</translation>
    </message>
    <message>
        <source>Channel loss</source>
        <translation>信道损失</translation>
    </message>
    <message>
        <source>Decision-directed mean</source>
        <translation>判决引导均值</translation>
    </message>
    <message>
        <source>Gradient clip</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>Grid and pilots in training.</source>
        <translation>训练时的网格与导频。</translation>
    </message>
    <message>
        <source>LS smoothing</source>
        <translation>LS 平滑</translation>
    </message>
    <message>
        <source>Link and channel of training, if they are others.</source>
        <translation>训练所用的链路与信道（若与测量不同）。</translation>
    </message>
    <message>
        <source>Longer gradients of the weights are shortened to this length: deep fades and wrong decisions make a few steps very long. 0 is never.</source>
        <translation>权重梯度超过此长度时被缩短：深衰落和误判会使少数步过长。0 表示不裁剪。</translation>
    </message>
    <message>
        <source>Neural receivers are trained and quantized on another link and channel than they are measured on. Modulation and antennas are the same on both.</source>
        <translation>神经接收机的训练与量化所用的链路和信道与测量时不同；两者的调制与天线相同。</translation>
    </message>
    <message>
        <source>Propagation in training.</source>
        <translation>训练时的传播。</translation>
    </message>
    <message>
        <source>Taps of a moving average over subcarriers of the LS estimate that the network refines; 1 is none.</source>
        <translation>对网络所改进的 LS 估计沿子载波滑动平均的抽头数；1 表示不平滑。</translation>
    </message>
    <message>
        <source>Trained elsewhere</source>
        <translation>在别处训练</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>训练条件</translation>
    </message>
    <message>
        <source>Training channel</source>
        <translation>训练信道</translation>
    </message>
    <message>
        <source>Training link</source>
        <translation>训练链路</translation>
    </message>
    <message>
        <source>Weight of the error of the channel estimate beside the bits&apos; cross-entropy: ln(1 + error by N0), averaged over elements. Channel head only.</source>
        <translation>信道估计误差相对于比特交叉熵的权重：ln(1 + 误差/N0)，对资源元素取平均。仅用于信道输出头。</translation>
    </message>
    <message>
        <source>One header and one source file in integers only, for a microcontroller, a DSP or as the model of an RTL block; equal to the measured receiver to the bit. Of a receiver all in fixed point, everything from samples to LLRs.</source>
        <translation>一个头文件和一个源文件，全部为整数运算，可用于微控制器、DSP 或作为 RTL 模块的模型；与所测量的接收机逐比特一致。对全定点接收机，则包含从采样到 LLR 的全部内容。</translation>
    </message>
    <message>
        <source>Decision bits</source>
        <translation>判决位宽</translation>
    </message>
    <message>
        <source>Of the decision-directed errors, in receivers with planes of decisions or tracking.</source>
        <translation>判决引导误差的位宽，用于带判决平面或跟踪的接收机。</translation>
    </message>
    <message>
        <source>What the convolutions of a step multiply: floats; bfloat16 numbers, twice as fast on AMD&apos;s processors with AVX512_BF16; or bfloat16 numbers added in the order of matrix tiles, two to five times as fast on processors with AMX. Elsewhere both are slower. Sums, weights and everything else stay in float.</source>
        <translation>训练步中卷积相乘的数：浮点数；bfloat16 数（AMD 带 AVX512_BF16 的处理器上快一倍）；或按矩阵块次序累加的 bfloat16 数（带 AMX 的处理器上快二到五倍）。在其他处理器上后两者更慢。累加、权重及其余部分仍为浮点。</translation>
    </message>
    <message>
        <source>bfloat16, matrix tiles</source>
        <translation>bfloat16，矩阵块</translation>
    </message>
</context>
<context>
    <name>Preset</name>
    <message>
        <source>A neural receiver on a 3GPP CDL-B channel at up to 40 m/s: what do 8, 4 and 2 bits cost in dB, and what does training with the quantizer win back?</source>
        <translation>3GPP CDL-B 信道、速度至 40 m/s 下的神经接收机：8、4、2 比特各损失多少 dB，量化感知训练又能挽回多少？</translation>
    </message>
    <message>
        <source>AWGN, for a lecture</source>
        <translation>AWGN，课堂演示</translation>
    </message>
    <message>
        <source>An uplink as NR has it: DMRS on every other subcarrier of two symbols, MCS 10 of table 2, a transport block with CRCs, four receive antennas. Which estimator, and how many bits, does it need?</source>
        <translation>NR 上行链路：两个符号上隔一个子载波放置 DMRS（解调参考信号），表 2 的 MCS 10，带 CRC 的传输块，四根接收天线。需要怎样的信道估计、多少比特？</translation>
    </message>
    <message>
        <source>Channel head, FP32</source>
        <translation>信道头，FP32</translation>
    </message>
    <message>
        <source>Channel head, FP32 trained on</source>
        <translation>信道头，FP32，继续训练</translation>
    </message>
    <message>
        <source>Channel head, W2 A8 PTQ</source>
        <translation>信道头，W2 A8 PTQ</translation>
    </message>
    <message>
        <source>Channel head, W2 A8 PTQ, range</source>
        <translation>信道头，W2 A8 PTQ，极值校准</translation>
    </message>
    <message>
        <source>Channel head, W2 A8 QAT</source>
        <translation>信道头，W2 A8 QAT</translation>
    </message>
    <message>
        <source>Channel head, W4 A8 PTQ</source>
        <translation>信道头，W4 A8 PTQ</translation>
    </message>
    <message>
        <source>Channel head, W4 A8 QAT</source>
        <translation>信道头，W4 A8 QAT</translation>
    </message>
    <message>
        <source>Demo: how few bits?</source>
        <translation>演示：最少需要几比特？</translation>
    </message>
    <message>
        <source>FP32</source>
        <translation>FP32</translation>
    </message>
    <message>
        <source>FP32, first training</source>
        <translation>FP32，首次训练</translation>
    </message>
    <message>
        <source>LLR head, FP32</source>
        <translation>LLR 头，FP32</translation>
    </message>
    <message>
        <source>LLR head, FP32 trained on</source>
        <translation>LLR 头，FP32，继续训练</translation>
    </message>
    <message>
        <source>LLR head, W4 A8 PTQ</source>
        <translation>LLR 头，W4 A8 PTQ</translation>
    </message>
    <message>
        <source>LLR head, W4 A8 PTQ, bias-corrected</source>
        <translation>LLR 头，W4 A8 PTQ，偏置校正</translation>
    </message>
    <message>
        <source>LLR head, W4 A8 PTQ, per tensor</source>
        <translation>LLR 头，W4 A8 PTQ，逐张量</translation>
    </message>
    <message>
        <source>LLR head, W4 A8 QAT</source>
        <translation>LLR 头，W4 A8 QAT</translation>
    </message>
    <message>
        <source>LLR head, W4 A8 QAT, edges W8</source>
        <translation>LLR 头，W4 A8 QAT，首末层 W8</translation>
    </message>
    <message>
        <source>LLR head, W8 A8 PTQ</source>
        <translation>LLR 头，W8 A8 PTQ</translation>
    </message>
    <message>
        <source>LLR head, first training</source>
        <translation>LLR 头，首次训练</translation>
    </message>
    <message>
        <source>LMMSE, assumed profile</source>
        <translation>LMMSE，假定的时延谱</translation>
    </message>
    <message>
        <source>LMMSE, true covariance</source>
        <translation>LMMSE，真实协方差</translation>
    </message>
    <message>
        <source>LS</source>
        <translation>LS</translation>
    </message>
    <message>
        <source>LS, linear</source>
        <translation>LS，线性</translation>
    </message>
    <message>
        <source>LS, nearest pilot</source>
        <translation>LS，最近导频</translation>
    </message>
    <message>
        <source>LS, smoothed over 5 subcarriers</source>
        <translation>LS，5 个子载波平滑</translation>
    </message>
    <message>
        <source>LS, smoothed over 9 subcarriers</source>
        <translation>LS，9 个子载波平滑</translation>
    </message>
    <message>
        <source>LS, spline</source>
        <translation>LS，样条插值</translation>
    </message>
    <message>
        <source>NR PUSCH uplink</source>
        <translation>NR PUSCH 上行链路</translation>
    </message>
    <message>
        <source>Noise alone: how near the limit does the code come, what does not knowing the channel cost, and what does a network of a few thousand weights make of it?</source>
        <translation>只有噪声：编码距极限多近，信道未知的代价是多少，几千个权重的网络又能做到怎样？</translation>
    </message>
    <message>
        <source>Perfect CSI</source>
        <translation>理想 CSI</translation>
    </message>
    <message>
        <source>Plain CNN, FP32</source>
        <translation>普通 CNN，FP32</translation>
    </message>
    <message>
        <source>Plain CNN, W2 A8 PTQ</source>
        <translation>普通 CNN，W2 A8 PTQ</translation>
    </message>
    <message>
        <source>Plain CNN, W4 A8 PTQ</source>
        <translation>普通 CNN，W4 A8 PTQ</translation>
    </message>
    <message>
        <source>Sionna tutorial link</source>
        <translation>Sionna 教程链路</translation>
    </message>
    <message>
        <source>The link of Sionna&apos;s neural receiver tutorial (CDL-C, 100 ns, 10 m/s, QPSK, FFT 128): how close to perfect CSI comes a small network, and with how few bits?</source>
        <translation>Sionna 神经接收机教程的链路（CDL-C，100 ns，10 m/s，QPSK，FFT 128）：小网络能多接近理想 CSI，最少用几比特？</translation>
    </message>
    <message>
        <source>The setting of arXiv 2509.13786: CDL-B, without line of sight, users at up to 40 m/s, a network that gives LLRs, and only its weights in 8 or 4 bits. Does training with the quantizer save what PTQ loses?</source>
        <translation>arXiv 2509.13786 的设置：CDL-B，非视距，用户速度至 40 m/s，输出 LLR 的网络，仅权重为 8 或 4 比特。量化感知训练能否挽回 PTQ 的损失？</translation>
    </message>
    <message>
        <source>The setting of arXiv 2509.13786: CDL-D, with line of sight, users at up to 40 m/s, a network that gives LLRs, and only its weights in 8 or 4 bits. Does training with the quantizer save what PTQ loses?</source>
        <translation>arXiv 2509.13786 的设置：CDL-D，视距，用户速度至 40 m/s，输出 LLR 的网络，仅权重为 8 或 4 比特。量化感知训练能否挽回 PTQ 的损失？</translation>
    </message>
    <message>
        <source>W4 PTQ</source>
        <translation>W4 PTQ</translation>
    </message>
    <message>
        <source>W4 QAT</source>
        <translation>W4 QAT</translation>
    </message>
    <message>
        <source>W8 PTQ</source>
        <translation>W8 PTQ</translation>
    </message>
    <message>
        <source>Weights only, CDL-B up to 40 m/s</source>
        <translation>仅量化权重，CDL-B，至 40 m/s</translation>
    </message>
    <message>
        <source>Weights only, CDL-D up to 40 m/s</source>
        <translation>仅量化权重，CDL-D，至 40 m/s</translation>
    </message>
    <message>
        <source>One pilot symbol: a net that beats LMMSE</source>
        <translation>一个导频符号：胜过 LMMSE 的网络</translation>
    </message>
    <message>
        <source>LS, tracked by its decisions</source>
        <translation>LS，判决导向跟踪</translation>
    </message>
    <message>
        <source>Tracked, FP32</source>
        <translation>跟踪，FP32</translation>
    </message>
    <message>
        <source>Tracked, W4 A8 PTQ</source>
        <translation>跟踪，W4 A8 PTQ</translation>
    </message>
    <message>
        <source>Tracked, W4 A8 QAT</source>
        <translation>跟踪，W4 A8 QAT</translation>
    </message>
    <message>
        <source>Tracked, W8 A8 PTQ</source>
        <translation>跟踪，W8 A8 PTQ</translation>
    </message>
    <message>
        <source>With a single pilot symbol at up to 40 m/s, LMMSE with the true covariance loses more than 2 dB to perfect channel knowledge. How much of it comes back when the channel is tracked by decisions, how much does a net add, and in how few bits?</source>
        <translation>只有一个导频符号、速度最高 40 m/s 时，即使已知真实协方差，LMMSE 相对理想信道信息也损失 2 dB 以上。用判决跟踪信道能挽回多少，网络又能再挽回多少，需要多少比特？</translation>
    </message>
</context>
<context>
    <name>StudyText</name>
    <message>
        <source>float</source>
        <translation>浮点</translation>
    </message>
    <message>
        <source>%1 PRB</source>
        <translation>%1 PRB</translation>
    </message>
    <message>
        <source>FFT %1</source>
        <translation>FFT %1</translation>
    </message>
    <message>
        <source>Training %1 · iteration %2 of %3</source>
        <translation>正在训练 %1 · 第 %2 次迭代，共 %3 次</translation>
    </message>
    <message>
        <source>Training %1</source>
        <translation>正在训练 %1</translation>
    </message>
    <message>
        <source>Quantizing %1</source>
        <translation>正在量化 %1</translation>
    </message>
    <message>
        <source>Measuring %1</source>
        <translation>正在测量 %1</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>, edges W%1</source>
        <translation>，首末层 W%1</translation>
    </message>
    <message>
        <source>mean of %1 subcarriers</source>
        <translation>%1 个子载波平均</translation>
    </message>
    <message>
        <source>tracked by decisions</source>
        <translation>判决导向跟踪</translation>
    </message>
    <message>
        <source>the yardstick</source>
        <translation>基准</translation>
    </message>
    <message>
        <source>%1 demapper</source>
        <translation>解映射器：%1</translation>
    </message>
    <message>
        <source>%1 calibration</source>
        <translation>校准：%1</translation>
    </message>
    <message>
        <source>bias correction</source>
        <translation>偏置校正</translation>
    </message>
    <message>
        <source>%1 head</source>
        <translation>输出头：%1</translation>
    </message>
    <message>
        <source>%1 channels</source>
        <translation>%1 个通道</translation>
    </message>
    <message>
        <source>%1 blocks</source>
        <translation>%1 个块</translation>
    </message>
    <message>
        <source>%1 iterations</source>
        <translation>%1 次迭代</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>源自 %1</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>training %1 %</source>
        <translation>训练中 %1 %</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>quantizing</source>
        <translation>量化中</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>测量中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Eb/N0, dB</source>
        <translation>Eb/N0（dB）</translation>
    </message>
    <message>
        <source>Es/N0, dB</source>
        <translation>Es/N0（dB）</translation>
    </message>
    <message>
        <source>MCS %1, %2</source>
        <translation>MCS %1，%2</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 步</translation>
    </message>
    <message>
        <source>least squares, mean of %1</source>
        <translation>最小二乘，%1 点平均</translation>
    </message>
    <message>
        <source>least squares</source>
        <translation>最小二乘</translation>
    </message>
    <message>
        <source>known covariance</source>
        <translation>已知协方差</translation>
    </message>
    <message>
        <source>assumed profile</source>
        <translation>假定的时延谱</translation>
    </message>
    <message>
        <source>samples %1, estimates %2, sums %3, LLRs %4 bit</source>
        <translation>采样 %1、估计 %2、求和 %3、LLR %4 比特</translation>
    </message>
    <message>
        <source>all in integers</source>
        <translation>全部为整数运算</translation>
    </message>
</context>
<context>
    <name>rxq::app::ComparePage</name>
    <message>
        <source>Loss over cost</source>
        <translation>损失与代价</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节数</translation>
    </message>
    <message>
        <source>Bit operations</source>
        <translation>比特运算量</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行记录</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排比较</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>还没有可比较的内容</translation>
    </message>
    <message>
        <source>Run a study: each of its receivers becomes a run, and any runs of the workspace can be put side by side here.</source>
        <translation>运行一个研究：其中每个接收机都成为一条运行记录，工作区中的任意运行记录都可以在这里并排比较。</translation>
    </message>
    <message>
        <source>Go to the study</source>
        <translation>转到研究</translation>
    </message>
    <message>
        <source>reading …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Cost on the axis</source>
        <translation>坐标轴上的代价</translation>
    </message>
    <message>
        <source>Run that losses are counted from</source>
        <translation>作为损失基准的运行记录</translation>
    </message>
    <message>
        <source>Losses are counted from this run</source>
        <translation>损失以此运行记录为基准</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Picture, PNG …</source>
        <translation>PNG 图片…</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>Drawing, SVG …</source>
        <translation>SVG 矢量图…</translation>
    </message>
    <message>
        <source>SVG drawing (*.svg)</source>
        <translation>SVG 矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>Table, CSV …</source>
        <translation>表格，CSV…</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>The picture is in the clipboard.</source>
        <translation>图片已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>复制表格</translation>
    </message>
    <message>
        <source>The table is in the clipboard.</source>
        <translation>表格已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Parameters, decibels and costs of the runs</source>
        <translation>各运行记录的参数、分贝值和代价</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>1 measured model</source>
        <translation>1 个已测量的模型</translation>
    </message>
    <message>
        <source>%1 measured models</source>
        <translation>%1 个已测量的模型</translation>
    </message>
    <message>
        <source>at %1 % BLER, 95 % intervals</source>
        <translation>%1 % BLER 处，95 % 置信区间</translation>
    </message>
    <message>
        <source>Bytes of the model</source>
        <translation>模型的字节数</translation>
    </message>
    <message>
        <source>Bit operations a slot</source>
        <translation>每时隙比特运算</translation>
    </message>
    <message>
        <source>Hide %1 equal parameters</source>
        <translation>隐藏 %1 个相同的参数</translation>
    </message>
    <message>
        <source>Show %1 equal parameters</source>
        <translation>显示 %1 个相同的参数</translation>
    </message>
    <message>
        <source>tick the runs to compare</source>
        <translation>勾选要比较的运行记录</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 次运行</translation>
    </message>
    <message>
        <source>%1 runs, what differs first</source>
        <translation>%1 条运行记录，差异在前</translation>
    </message>
    <message>
        <source>Save the comparison</source>
        <translation>保存比较结果</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已保存为 %1。</translation>
    </message>
    <message>
        <source>The plot as a picture, the runs side by side as a table, or all of it as a report</source>
        <translation>图存为图片，并排比较存为表格，或全部写成报告</translation>
    </message>
    <message>
        <source>Save or copy the plot or the table, or write a report</source>
        <translation>保存或复制图或表，或撰写报告</translation>
    </message>
    <message>
        <source>Report of these runs, HTML …</source>
        <translation>这些运行记录的报告，HTML…</translation>
    </message>
    <message>
        <source>HTML report (*.html)</source>
        <translation>HTML 报告 (*.html)</translation>
    </message>
    <message>
        <source>Report of these runs, PDF …</source>
        <translation>这些运行记录的报告，PDF…</translation>
    </message>
    <message>
        <source>PDF report (*.pdf)</source>
        <translation>PDF 报告 (*.pdf)</translation>
    </message>
</context>
<context>
    <name>rxq::app::CurveAnswer</name>
    <message>
        <source>Cost of these bits</source>
        <translation>这些比特的代价</translation>
    </message>
    <message>
        <source>Its model</source>
        <translation>其模型</translation>
    </message>
    <message>
        <source>Explore its bits</source>
        <translation>探索其位宽</translation>
    </message>
    <message>
        <source>Export it</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Layers, ranges, histograms and bytes of this model</source>
        <translation>该模型的各层、范围、直方图与字节数</translation>
    </message>
    <message>
        <source>Move its bits and see what they cost</source>
        <translation>调整其位宽并查看代价</translation>
    </message>
    <message>
        <source>Integer C, ONNX or a report of this model, verified</source>
        <translation>该模型的整数 C 代码、ONNX 或报告，均经验证</translation>
    </message>
    <message>
        <source>Side by side with the receiver that its loss is counted from</source>
        <translation>与其损失的基准接收机并排比较</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % 置信区间</translation>
    </message>
    <message>
        <source>%1 slots</source>
        <translation>%1 个时隙</translation>
    </message>
    <message>
        <source>Paired: both receivers saw the same bits, channels and noise, so what both share cancels (Bayesian bootstrap of the slots).</source>
        <translation>成对比较：两个接收机面对相同的比特、信道与噪声，共有的随机性相互抵消（对时隙作贝叶斯自助法）。</translation>
    </message>
    <message>
        <source>Needs</source>
        <translation>所需 SNR</translation>
    </message>
    <message>
        <source>The SNR at which the target is reached, and its 95 % interval.</source>
        <translation>达到目标所需的 SNR 及其 95 % 置信区间。</translation>
    </message>
    <message>
        <source>FP32 needs</source>
        <translation>FP32 所需</translation>
    </message>
    <message>
        <source>The loss is counted from %1.</source>
        <translation>损失以 %1 为基准。</translation>
    </message>
    <message>
        <source>Bit errors</source>
        <translation>误比特率</translation>
    </message>
    <message>
        <source>at the target</source>
        <translation>目标处</translation>
    </message>
    <message>
        <source>Of the information bits after decoding, where the target is reached.</source>
        <translation>达到目标处译码后信息比特的误比特率。</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>译码器</translation>
    </message>
    <message>
        <source>iterations</source>
        <translation>次迭代</translation>
    </message>
    <message>
        <source>LDPC iterations a block where the target is reached, early stops counted.</source>
        <translation>达到目标处每块的 LDPC 迭代次数，计入提前停止。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Of the model as deployed: weights at their bits, scales, biases, multipliers; beside it how many times fewer than FP32.</source>
        <translation>部署时模型的大小：按位宽计的权重、缩放因子、偏置、乘数；旁边是比 FP32 少的倍数。</translation>
    </message>
    <message>
        <source>Bit operations</source>
        <translation>比特运算量</translation>
    </message>
    <message>
        <source>Multiply-accumulates of a slot times the bits of both factors; beside it how many times fewer than FP32.</source>
        <translation>每时隙的乘加次数乘以两个因子的位宽；旁边是比 FP32 少的倍数。</translation>
    </message>
    <message>
        <source>at %1 BLER</source>
        <translation>BLER 为 %1 时</translation>
    </message>
    <message>
        <source>± %1 %2</source>
        <translation>± %1，%2</translation>
    </message>
    <message>
        <source>target not reached</source>
        <translation>未达到目标</translation>
    </message>
</context>
<context>
    <name>rxq::app::CurveTable</name>
    <message>
        <source>Receiver</source>
        <translation>接收机</translation>
    </message>
    <message>
        <source>At the target</source>
        <translation>目标处</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
    <message>
        <source>Loss to parent</source>
        <translation>相对父接收机的损失</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>块数</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Receivers and their decibels at the target</source>
        <translation>各接收机及其在目标处的分贝值</translation>
    </message>
</context>
<context>
    <name>rxq::app::CurvesPage</name>
    <message>
        <source>Block error rate</source>
        <translation>误块率</translation>
    </message>
    <message>
        <source>BLER</source>
        <translation>BLER</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>Receivers</source>
        <translation>接收机</translation>
    </message>
    <message>
        <source>No curves yet</source>
        <translation>还没有曲线</translation>
    </message>
    <message>
        <source>Run a study, and its error rates are drawn here as they are measured; or pick one of the workspace&apos;s studies under Runs.</source>
        <translation>运行一项研究，测得的差错率会随测随绘在这里；也可以在“运行记录”中选择工作区里的一项研究。</translation>
    </message>
    <message>
        <source>Go to the study</source>
        <translation>转到研究</translation>
    </message>
    <message>
        <source>Study to show</source>
        <translation>要显示的研究</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>差错率</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Keep all curves in view while they grow (F)</source>
        <translation>曲线增长时始终显示全部曲线（F）</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Show all curves (0, or double click)</source>
        <translation>显示全部曲线（0，或双击）</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>The plot as a picture, its counts as a table, or the whole study as a report</source>
        <translation>将图存为图片，将计数存为表格，或将整项研究写成报告</translation>
    </message>
    <message>
        <source>Save or copy the plot, or write a report</source>
        <translation>保存或复制图，或撰写报告</translation>
    </message>
    <message>
        <source>Picture, PNG …</source>
        <translation>PNG 图片…</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>Drawing, SVG …</source>
        <translation>SVG 矢量图…</translation>
    </message>
    <message>
        <source>SVG drawing (*.svg)</source>
        <translation>SVG 矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>Counts, CSV …</source>
        <translation>CSV 计数表…</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Report of the study, HTML …</source>
        <translation>HTML 研究报告…</translation>
    </message>
    <message>
        <source>HTML report (*.html)</source>
        <translation>HTML 报告 (*.html)</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>The picture is in the clipboard.</source>
        <translation>图片已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Copy the counts</source>
        <translation>复制计数</translation>
    </message>
    <message>
        <source>The counts are in the clipboard.</source>
        <translation>计数已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Running study</source>
        <translation>正在运行的研究</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>上次运行</translation>
    </message>
    <message>
        <source>1 receive antenna</source>
        <translation>1 根接收天线</translation>
    </message>
    <message>
        <source>%1 receive antennas</source>
        <translation>%1 根接收天线</translation>
    </message>
    <message>
        <source>Bit error rate</source>
        <translation>误比特率</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>%1 处</translation>
    </message>
    <message>
        <source>Save the plot</source>
        <translation>保存图</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已保存为 %1。</translation>
    </message>
    <message>
        <source>Report of the study, PDF …</source>
        <translation>研究报告，PDF…</translation>
    </message>
    <message>
        <source>PDF report (*.pdf)</source>
        <translation>PDF 报告 (*.pdf)</translation>
    </message>
    <message>
        <source>Target BLER</source>
        <translation>目标 BLER</translation>
    </message>
    <message>
        <source>The block error rate at which decibels are read; drag its line in the plot, or Page Up and Page Down there</source>
        <translation>读取分贝值的误块率；可在图中拖动其水平线，或在图中按 Page Up 和 Page Down</translation>
    </message>
    <message>
        <source>The SNR&apos;s axis: energy of an information bit (Eb/N0) or of a symbol (Es/N0) over the noise density. Es/N0 = Eb/N0 + 10 log10(bits a symbol × code rate)</source>
        <translation>SNR 轴：每信息比特能量（Eb/N0）或每符号能量（Es/N0）与噪声密度之比。Es/N0 = Eb/N0 + 10 log10(每符号比特数 × 码率)</translation>
    </message>
    <message>
        <source>Axis: Eb/N0 or Es/N0</source>
        <translation>坐标轴：Eb/N0 或 Es/N0</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Which receivers are drawn</source>
        <translation>绘制哪些接收机</translation>
    </message>
    <message>
        <source>Receivers to draw</source>
        <translation>要绘制的接收机</translation>
    </message>
    <message>
        <source>The curves that tell most</source>
        <translation>最能说明问题的曲线</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>%1 and what was made from it</source>
        <translation>%1 及由其得到的接收机</translation>
    </message>
</context>
<context>
    <name>rxq::app::ExploreControls</name>
    <message>
        <source>Bits</source>
        <translation>位宽</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>MSE</source>
        <translation>MSE</translation>
    </message>
    <message>
        <source>Scale input planes apart</source>
        <translation>输入平面分别缩放</translation>
    </message>
    <message>
        <source>Correct biases</source>
        <translation>校正偏置</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Bits of every weight but the first and last layer&apos;s; 2 are ternary</source>
        <translation>除首末层外所有权重的位宽；2 比特为三值</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>Bits of every activation</source>
        <translation>所有激活的位宽</translation>
    </message>
    <message>
        <source>First and last</source>
        <translation>首末层</translation>
    </message>
    <message>
        <source>Weight bits of the first and the last layer</source>
        <translation>首末层的权重位宽</translation>
    </message>
    <message>
        <source>Input planes</source>
        <translation>输入平面</translation>
    </message>
    <message>
        <source>Bits of what enters the network</source>
        <translation>网络输入的位宽</translation>
    </message>
    <message>
        <source>Decoder LLRs</source>
        <translation>译码器 LLR</translation>
    </message>
    <message>
        <source>Bits of the LDPC decoder&apos;s channel LLRs, with 8-bit messages; left end: float</source>
        <translation>LDPC 译码器信道 LLR 的位宽，消息为 8 比特；最左端为浮点</translation>
    </message>
    <message>
        <source>Weight scales</source>
        <translation>权重缩放因子</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Each input plane has its own scale, folded into the first layer&apos;s weights</source>
        <translation>每个输入平面有各自的缩放因子，并折叠进首层权重</translation>
    </message>
    <message>
        <source>Corrects each layer&apos;s mean error after quantization (arXiv 1906.04721)</source>
        <translation>校正量化造成的各层平均误差（arXiv 1906.04721）</translation>
    </message>
    <message>
        <source>One scale an output channel, or one for all weights of a layer: the scale is what a step of the integers stands for</source>
        <translation>每个输出通道一个缩放因子，或一层全部权重共用一个：缩放因子即整数一步所代表的值</translation>
    </message>
    <message>
        <source>How far the quantizer reaches: to the largest value seen, or as far as gives the least squared error</source>
        <translation>量化器的范围：到所见的最大值，或使均方误差最小</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Train it (QAT)</source>
        <translation>训练它（QAT）</translation>
    </message>
    <message>
        <source>Adds it to the study as a QAT receiver and queues its training</source>
        <translation>将其作为 QAT 接收机加入研究，并将训练排入队列</translation>
    </message>
    <message>
        <source>float</source>
        <translation>浮点</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>浮点</translation>
    </message>
    <message>
        <source>Integers</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Around it</source>
        <translation>网络外围</translation>
    </message>
    <message>
        <source>Bits of</source>
        <translation>位宽对象</translation>
    </message>
    <message>
        <source>Bits of the network, or of what is around it: gain control, channel estimate, combining, demapping, and the decoder</source>
        <translation>网络的位宽，或网络外围的位宽：增益控制、信道估计、合并、解映射，以及译码器</translation>
    </message>
    <message>
        <source>Front end</source>
        <translation>前端</translation>
    </message>
    <message>
        <source>Gain control, channel estimate, input planes, combining and demapping: in float, or in integers of the bits below, so that all from the samples to the LLRs is integers</source>
        <translation>增益控制、信道估计、输入平面、合并与解映射：用浮点，或用下列位宽的整数；后者使从采样到 LLR 全部为整数</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>Bits of each antenna&apos;s samples, Re and Im</source>
        <translation>每根天线采样的位宽，实部与虚部</translation>
    </message>
    <message>
        <source>Estimates</source>
        <translation>估计</translation>
    </message>
    <message>
        <source>Bits of the channel estimate, in every pass</source>
        <translation>每一级中信道估计的位宽</translation>
    </message>
    <message>
        <source>Sums</source>
        <translation>累加和</translation>
    </message>
    <message>
        <source>Bits of the combined symbol and its gain</source>
        <translation>合并符号及其增益的位宽</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>判决</translation>
    </message>
    <message>
        <source>Bits of the decision-directed errors</source>
        <translation>判决引导误差的位宽</translation>
    </message>
    <message>
        <source>LLRs</source>
        <translation>LLR</translation>
    </message>
    <message>
        <source>Bits of what the demapper gives</source>
        <translation>解映射器输出的位宽</translation>
    </message>
    <message>
        <source>LLR step</source>
        <translation>LLR 步长</translation>
    </message>
    <message>
        <source>What one step of an LLR stands for; fewer bits want larger ones</source>
        <translation>LLR 的一步代表多少；位宽越小，步长宜越大</translation>
    </message>
    <message>
        <source>Adds this setting to the study as a PTQ receiver, with a front end in integers around it if that is chosen, and measures its whole curve: a run that stays, and a model that can be exported</source>
        <translation>把该设置作为 PTQ 接收机加入研究（若选择整数前端，则再加入一个把它包在其中的接收机），并测量整条曲线：得到一次保留的运行和一个可导出的模型</translation>
    </message>
</context>
<context>
    <name>rxq::app::ExploreLayers</name>
    <message>
        <source>Layers</source>
        <translation>各层</translation>
    </message>
    <message>
        <source>This layer has the network&apos;s bits again</source>
        <translation>让该层恢复网络的位宽</translation>
    </message>
    <message>
        <source>SQNR in dB: solid weights, pale outputs</source>
        <translation>SQNR（dB）：深色为权重，浅色为输出</translation>
    </message>
    <message>
        <source>Signal to quantization noise of each layer against FP32; click a layer to give it bits of its own</source>
        <translation>各层相对 FP32 的信号量化噪声比；单击某层可单独设置其位宽</translation>
    </message>
    <message>
        <source>%1 of the chosen layer</source>
        <translation>所选层的%1</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Weight bits of this layer alone</source>
        <translation>仅此一层的权重位宽</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Bits of what leaves this layer</source>
        <translation>该层输出的位宽</translation>
    </message>
</context>
<context>
    <name>rxq::app::ExplorePage</name>
    <message>
        <source>Block error rate</source>
        <translation>误块率</translation>
    </message>
    <message>
        <source>Cost of this setting</source>
        <translation>此设置的代价</translation>
    </message>
    <message>
        <source>All settings</source>
        <translation>全部设置</translation>
    </message>
    <message>
        <source>LLRs</source>
        <translation>LLR</translation>
    </message>
    <message>
        <source>No trained receiver yet</source>
        <translation>还没有训练好的接收机</translation>
    </message>
    <message>
        <source>Exploring re-quantizes a trained FP32 receiver. Run a study, or take the trained models of the demo.</source>
        <translation>探索是对训练好的 FP32 接收机重新量化。请先运行一项研究，或使用演示自带的训练好的模型。</translation>
    </message>
    <message>
        <source>Go to the start page</source>
        <translation>转到开始页</translation>
    </message>
    <message>
        <source>FP32 model to quantize</source>
        <translation>要量化的 FP32 模型</translation>
    </message>
    <message>
        <source>bars: integers, line: FP32, first bit</source>
        <translation>柱：整数，线：FP32，首个比特</translation>
    </message>
    <message>
        <source>dB loss</source>
        <translation>损失（dB）</translation>
    </message>
    <message>
        <source>Loss by weight and activation bits; a click goes there</source>
        <translation>不同权重与激活位宽下的损失；单击即可转到该设置</translation>
    </message>
    <message>
        <source>measuring …</source>
        <translation>测量中…</translation>
    </message>
    <message>
        <source>FP32</source>
        <translation>FP32</translation>
    </message>
    <message>
        <source>%1, now</source>
        <translation>%1，当前</translation>
    </message>
    <message>
        <source>at %1 % BLER</source>
        <translation>%1 % BLER 处</translation>
    </message>
    <message>
        <source>paired with FP32, %1 slots</source>
        <translation>与 FP32 配对，%1 个时隙</translation>
    </message>
    <message>
        <source>± %1 %2</source>
        <translation>± %1，%2</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>%1 FP32</source>
        <translation>FP32 为 %1</translation>
    </message>
    <message>
        <source>Weights at their bits, biases, multipliers and scales</source>
        <translation>按各自位宽计的权重，以及偏置、乘数和缩放因子</translation>
    </message>
    <message>
        <source>Bit operations</source>
        <translation>比特运算量</translation>
    </message>
    <message>
        <source>Multiply-accumulates of a slot times the bits of both factors; beside it how many times fewer than in 32-bit floats</source>
        <translation>一个时隙的乘累加次数乘以两个因子的位宽；旁边是相比 32 位浮点减少的倍数</translation>
    </message>
    <message>
        <source>Time a slot</source>
        <translation>每时隙耗时</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 ms FP32</source>
        <translation>FP32 为 %1 ms</translation>
    </message>
    <message>
        <source>The receiver without decoder, on one core of this machine</source>
        <translation>不含译码器的接收机，在本机单核上运行</translation>
    </message>
    <message>
        <source>Worst layer</source>
        <translation>最差层</translation>
    </message>
    <message>
        <source>Whose output is furthest from FP32&apos;s, signal to quantization noise</source>
        <translation>其输出与 FP32 相差最大的层，以信号量化噪声比衡量</translation>
    </message>
    <message>
        <source>The trained receiver whose bits are moved</source>
        <translation>所调整位宽的已训练接收机</translation>
    </message>
    <message>
        <source>Log-likelihood ratios ln P(1)/P(0) of each symbol&apos;s first bit at the target&apos;s SNR: what the decoder gets</source>
        <translation>目标 SNR 处每个符号首比特的对数似然比 ln P(1)/P(0)：即译码器的输入</translation>
    </message>
    <message>
        <source>dB loss · %1 of %2</source>
        <translation>损失（dB）· %1 / %2</translation>
    </message>
    <message>
        <source>front end %1</source>
        <translation>前端 %1</translation>
    </message>
</context>
<context>
    <name>rxq::app::ExportPage</name>
    <message>
        <source>slots</source>
        <translation>个时隙</translation>
    </message>
    <message>
        <source>Nothing to export yet</source>
        <translation>还没有可导出的内容</translation>
    </message>
    <message>
        <source>Quantize a receiver first: its integer model can then be written for hardware, and is proven to be the one on the plot.</source>
        <translation>请先量化一个接收机：随后可将其整数模型写成供硬件使用的形式，并验证它就是图上的那个模型。</translation>
    </message>
    <message>
        <source>Go to the study</source>
        <translation>转到研究</translation>
    </message>
    <message>
        <source>What to hand over</source>
        <translation>交付内容</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Folder to export into</source>
        <translation>导出目标文件夹</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Verify on</source>
        <translation>验证用时隙</translation>
    </message>
    <message>
        <source>Slots of the model&apos;s link on which what was written is compared with the integer engine.</source>
        <translation>在该模型链路的这些时隙上，将写出的结果与整数引擎进行比较。</translation>
    </message>
    <message>
        <source>Export and verify</source>
        <translation>导出并验证</translation>
    </message>
    <message>
        <source>Export as %1 and verify</source>
        <translation>导出为 %1 并验证</translation>
    </message>
    <message>
        <source>Verifying …</source>
        <translation>正在验证…</translation>
    </message>
    <message>
        <source>for quantized models</source>
        <translation>适用于量化模型</translation>
    </message>
    <message>
        <source>Verify on: give a number of slots within 1 to %1.</source>
        <translation>验证用时隙：请输入 1 到 %1 之间的时隙数。</translation>
    </message>
    <message>
        <source>Verified. </source>
        <translation>已验证。</translation>
    </message>
    <message>
        <source>Differs. </source>
        <translation>有差异。</translation>
    </message>
    <message>
        <source>Written, not verified. </source>
        <translation>已写出，未验证。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>For the paper&apos;s appendix, or beside the model: question, set-up, figures in print quality, tables with intervals, costs, and the study files to repeat it. One file that needs nothing else.</source>
        <translation>用作论文附录，或随模型一同交付：问题、设置、印刷质量的图、带置信区间的表、代价，以及可供重现的研究文件。单个文件，不依赖其他内容。</translation>
    </message>
    <message>
        <source>Report of</source>
        <translation>报告对象</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Write as PDF</source>
        <translation>写成 PDF</translation>
    </message>
    <message>
        <source>Write as HTML</source>
        <translation>写成 HTML</translation>
    </message>
    <message>
        <source>the study “%1”</source>
        <translation>研究“%1”</translation>
    </message>
    <message>
        <source>the run on Compare</source>
        <translation>“比较”页上的运行记录</translation>
    </message>
    <message>
        <source>the %1 runs on Compare</source>
        <translation>“比较”页上的 %1 个运行记录</translation>
    </message>
    <message>
        <source>Comparison of %1 receivers</source>
        <translation>%1 个接收机的比较</translation>
    </message>
    <message>
        <source>that of the study</source>
        <translation>与研究相同</translation>
    </message>
    <message>
        <source>What do they lose, and what do they cost?</source>
        <translation>它们损失多少，代价几何？</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>以及另外 %1 个</translation>
    </message>
    <message>
        <source>whole receiver</source>
        <translation>完整接收机</translation>
    </message>
</context>
<context>
    <name>rxq::app::HelpPage</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
</context>
<context>
    <name>rxq::app::LearnPage</name>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Large type and nothing else, for a class (F11); Escape ends it</source>
        <translation>只显示大号字，用于授课（F11）；按 Esc 退出</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Begin: %1</source>
        <translation>开始：%1</translation>
    </message>
    <message>
        <source>Five minutes each. Everything shown is computed while you look: tensors of the trained models that ship with the program, and its own link, training and integer engine.</source>
        <translation>每课五分钟。所示内容全部当场计算：用的是随程序附带的训练好的模型的张量，以及程序自己的链路、训练和整数引擎。</translation>
    </message>
    <message>
        <source>End presentation</source>
        <translation>结束演示</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>演示</translation>
    </message>
</context>
<context>
    <name>rxq::app::Lesson</name>
    <message>
        <source>%1 · step %2 of %3</source>
        <translation>%1 · 第 %2 步，共 %3 步</translation>
    </message>
    <message>
        <source>All lessons</source>
        <translation>全部课程</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>How many blocks make a BLER</source>
        <translation>多少个块才能得出 BLER</translation>
    </message>
    <message>
        <source>A block error rate is counted, not computed. How far can it be trusted after ten, a hundred, ten thousand blocks?</source>
        <translation>误块率是数出来的，不是算出来的。数过十个、一百个、一万个块之后，它有多可信？</translation>
    </message>
    <message>
        <source>Again, with other noise</source>
        <translation>再来一次，换一组噪声</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>块数</translation>
    </message>
    <message>
        <source>Eb/N0 in dB</source>
        <translation>Eb/N0（dB）</translation>
    </message>
    <message>
        <source>Eb/N0</source>
        <translation>Eb/N0</translation>
    </message>
    <message>
        <source>a square a block; those not decoded stand out</source>
        <translation>每个方格是一个块；未能译出的块突出显示</translation>
    </message>
    <message>
        <source>A block is decoded, or it is not</source>
        <translation>一个块要么译出，要么没有译出</translation>
    </message>
    <message>
        <source>Every square is one code block: random bits, a fresh fading channel, fresh noise, a receiver, a decoder. The block error rate (BLER) is the share of those that fail.

The estimate wanders while few blocks are known; the band is the 95 % interval (Clopper and Pearson, 1934).</source>
        <translation>每个方格是一个码块：随机比特、新的衰落信道、新的噪声、一个接收机、一个译码器。误块率（BLER）就是其中失败的比例。

已知的块还少时，估计值会来回漂移；色带是 95 % 区间（Clopper 和 Pearson，1934）。</translation>
    </message>
    <message>
        <source>Once more, with other noise</source>
        <translation>换一组噪声，再来一次</translation>
    </message>
    <message>
        <source>Press “Again”: another path to the same rate. Nineteen bands of twenty hold the true rate at any number of blocks; the line itself is of little use before the band is narrow.

A curve without intervals is a guess.</source>
        <translation>按“再来一次”：另一条路径，通向同一个误块率。无论块数多少，二十条色带中有十九条包含真实的误块率；在色带变窄之前，线本身用处不大。

没有区间的曲线只是猜测。</translation>
    </message>
    <message>
        <source>Errors count, not blocks</source>
        <translation>要紧的是误块数，不是块数</translation>
    </message>
    <message>
        <source>How wide is the interval, relative to the rate? It depends on the number of errors alone: about 2/√errors. A hundred errors give ±20 %, whether they came in a thousand blocks or a million.

Move the SNR: the lines fall on each other. That is why points stop at a number of block errors.</source>
        <translation>相对于误块率，区间有多宽？这只取决于误块数：约为 2/√误块数。一百个误块对应 ±20 %，无论它们出自一千个块还是一百万个块。

改变 SNR：各条线会彼此重合。正因如此，各点在达到一定误块数时停止。</translation>
    </message>
    <message>
        <source>No error seen</source>
        <translation>没有看到误块</translation>
    </message>
    <message>
        <source>At high SNR there may be no error at all. That is not a rate of zero: with n blocks and no error, the rate is below 3.7/n (at 97.5 %). The plots of this program show it as an arrow pointing down.</source>
        <translation>在高 SNR 下可能一个误块也没有。这并不表示误块率为零：n 个块无一出错时，误块率低于 3.7/n（置信度 97.5 %）。本程序的图中用向下的箭头表示这种情况。</translation>
    </message>
    <message>
        <source>The same slots, a better difference</source>
        <translation>相同的时隙，更准的差值</translation>
    </message>
    <message>
        <source>Two receivers on the same blocks fail together on the bad channels. What parts them are the blocks that only one of them loses, and those are few: the interval of the difference is narrower than that of either rate.

This is why losses in dB are known to hundredths here while curves are known to tenths.</source>
        <translation>两个接收机在相同的块上，遇到差的信道会一同失败。把它们区分开的，是只有其中一个丢失的块，而这样的块很少：差值的区间比任何一个误块率的区间都窄。

因此在这里，曲线只精确到十分之几 dB，而以 dB 计的损失却能精确到百分之几 dB。</translation>
    </message>
    <message>
        <source>Precision by errors</source>
        <translation>误块数与精度</translation>
    </message>
    <message>
        <source>Difference of two receivers</source>
        <translation>两个接收机之差</translation>
    </message>
    <message>
        <source>BLER by blocks</source>
        <translation>BLER 随块数的变化</translation>
    </message>
    <message>
        <source>BLER</source>
        <translation>BLER</translation>
    </message>
    <message>
        <source>between %1 and %2</source>
        <translation>介于 %1 与 %2 之间</translation>
    </message>
    <message>
        <source>Simulated just now, on this machine</source>
        <translation>刚刚在本机上仿真得到</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>误块数</translation>
    </message>
    <message>
        <source>Blocks that the decoder did not get right</source>
        <translation>译码器未能正确译出的块</translation>
    </message>
    <message>
        <source>1.96/√errors</source>
        <translation>1.96/√误块数</translation>
    </message>
    <message>
        <source>Block errors</source>
        <translation>误块数</translation>
    </message>
    <message>
        <source>± % of the rate</source>
        <translation>误块率的 ± %</translation>
    </message>
    <message>
        <source>after %1 errors</source>
        <translation>累计 %1 个误块后</translation>
    </message>
    <message>
        <source>BLER %1</source>
        <translation>BLER %1</translation>
    </message>
    <message>
        <source>± of the difference, % points</source>
        <translation>差值的 ±，百分点</translation>
    </message>
    <message>
        <source>different slots</source>
        <translation>不同的时隙</translation>
    </message>
    <message>
        <source>same slots</source>
        <translation>相同的时隙</translation>
    </message>
    <message>
        <source>%1 ± %2 %</source>
        <translation>%1 ± %2 %</translation>
    </message>
    <message>
        <source>more blocks lost without smoothing</source>
        <translation>不做平滑时多丢失的块</translation>
    </message>
    <message>
        <source>On different slots</source>
        <translation>在不同的时隙上</translation>
    </message>
    <message>
        <source>The interval if each receiver had seen slots of its own</source>
        <translation>假如两个接收机各自看到不同时隙时的区间</translation>
    </message>
    <message>
        <source>Lost without smoothing only</source>
        <translation>仅不平滑时丢失</translation>
    </message>
    <message>
        <source>Blocks that least squares loses and the same with smoothing does not</source>
        <translation>最小二乘丢失、而加上平滑后未丢失的块</translation>
    </message>
    <message>
        <source>Lost with smoothing only</source>
        <translation>仅平滑时丢失</translation>
    </message>
    <message>
        <source>The other way round</source>
        <translation>反过来的情况</translation>
    </message>
    <message>
        <source>What a quantizer does</source>
        <translation>量化器做了什么</translation>
    </message>
    <message>
        <source>One tensor of a trained receiver, its histogram, the grid under the mouse: rounding against clipping.</source>
        <translation>取训练好的接收机中的一个张量，看它的直方图和鼠标下的量化网格：舍入与截断的较量。</translation>
    </message>
    <message>
        <source>A scale for each output channel</source>
        <translation>每个输出通道一个缩放因子</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Histogram of the weights</source>
        <translation>权重的直方图</translation>
    </message>
    <message>
        <source>Error of the quantized weights</source>
        <translation>量化后权重的误差</translation>
    </message>
    <message>
        <source>Weights, as training left them</source>
        <translation>权重，训练结束时的样子</translation>
    </message>
    <message>
        <source>These are the weights of one layer of a neural receiver, 32 bits each. Most are small, few are large; the bars grow with the logarithm of their count, so that the tails are seen.

Choose another layer: the first one, which reads planes of very different size, spreads furthest.</source>
        <translation>这是神经接收机中一层的权重，每个 32 比特。多数很小，少数很大；柱高随数目的对数增长，以便看清尾部。

换一层看看：首层读取的平面大小悬殊，分布也最宽。</translation>
    </message>
    <message>
        <source>A grid of few values</source>
        <translation>只有少数取值的网格</translation>
    </message>
    <message>
        <source>With b bits a weight may take 2ᵇ − 1 values, all multiples of one step. Every weight becomes the nearest of them.

Move the bits, and the mouse over the histogram: it tells which code a value gets, and the error.</source>
        <translation>用 b 个比特，一个权重可取 2ᵇ − 1 个值，都是同一步长的整数倍。每个权重都变成其中离它最近的值。

改变位宽，并在直方图上移动鼠标：会显示某个值得到的码值及误差。</translation>
    </message>
    <message>
        <source>Rounding: 6 dB for a bit</source>
        <translation>舍入：每比特 6 dB</translation>
    </message>
    <message>
        <source>One bit less doubles the step, and the rounding error with it: the signal to quantization noise ratio (SQNR) falls by 6 dB a bit.

The grid reaches from the smallest to the largest weight: a single large one makes it coarse for all the others.</source>
        <translation>少一个比特，步长就加倍，舍入误差也随之加倍：信号量化噪声比（SQNR）每比特下降 6 dB。

网格从最小的权重延伸到最大的权重：只要有一个很大的权重，对其他所有权重来说网格就变粗了。</translation>
    </message>
    <message>
        <source>Clipping against rounding</source>
        <translation>截断与舍入的权衡</translation>
    </message>
    <message>
        <source>Let the grid end before the largest weight. The few beyond it are clipped, which costs; all others are rounded on a finer grid, which gains.

Pull the range (or the ends of the grid) and look for the least error. The fewer the bits, the further in it lies: that is what MSE calibration finds.</source>
        <translation>让网格在到达最大权重之前结束。超出的少数权重被截断，这有代价；其余权重在更细的网格上舍入，这有收益。

拖动范围（或网格的两端），寻找误差最小处。比特越少，它就越靠里：MSE 校准找的正是它。</translation>
    </message>
    <message>
        <source>One scale, or one for each channel</source>
        <translation>一个缩放因子，还是逐通道一个</translation>
    </message>
    <message>
        <source>An output channel has its own spread. With one scale for the whole tensor the largest channel sets the step of the smallest; with a scale for each channel every one fills its grid, at a cost of 32 bits a channel.

Switch it, and go through the channels.</source>
        <translation>每个输出通道有各自的分布宽度。整个张量共用一个缩放因子时，最大的通道决定了最小通道的步长；逐通道使用缩放因子时，每个通道都能用满自己的网格，代价是每通道 32 比特。

切换一下，再逐个查看各通道。</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>位宽</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Output channel</source>
        <translation>输出通道</translation>
    </message>
    <message>
        <source>%1 values of %2</source>
        <translation>%2 的 %1 个值</translation>
    </message>
    <message>
        <source>SQNR of this channel</source>
        <translation>该通道的 SQNR</translation>
    </message>
    <message>
        <source>SQNR</source>
        <translation>SQNR</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>取值数</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 比特</translation>
    </message>
    <message>
        <source>Of the grid, symmetric about zero</source>
        <translation>网格的取值数，关于零对称</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步长</translation>
    </message>
    <message>
        <source>From one value of the grid to the next</source>
        <translation>从网格的一个取值到下一个取值</translation>
    </message>
    <message>
        <source>Rounding</source>
        <translation>舍入</translation>
    </message>
    <message>
        <source>Error power of the values inside of the range, against the signal</source>
        <translation>范围之内的值的误差功率，相对于信号</translation>
    </message>
    <message>
        <source>Clipping</source>
        <translation>截断</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 % of the values</source>
        <translation>%1 % 的值</translation>
    </message>
    <message>
        <source>Error power of the values beyond the range, against the signal</source>
        <translation>范围之外的值的误差功率，相对于信号</translation>
    </message>
    <message>
        <source>SQNR by bits</source>
        <translation>SQNR 随位宽的变化</translation>
    </message>
    <message>
        <source>SQNR, dB</source>
        <translation>SQNR（dB）</translation>
    </message>
    <message>
        <source>this layer</source>
        <translation>该层</translation>
    </message>
    <message>
        <source>Error by range</source>
        <translation>误差随范围的变化</translation>
    </message>
    <message>
        <source>Range, % of the largest weight</source>
        <translation>范围，占最大权重的 %</translation>
    </message>
    <message>
        <source>Error against signal, dB</source>
        <translation>误差相对信号（dB）</translation>
    </message>
    <message>
        <source>both</source>
        <translation>两者合计</translation>
    </message>
    <message>
        <source>rounding</source>
        <translation>舍入</translation>
    </message>
    <message>
        <source>clipping</source>
        <translation>截断</translation>
    </message>
    <message>
        <source>Why PTQ fails at 4 bits and QAT does not</source>
        <translation>为什么 PTQ 在 4 比特失效而 QAT 不会</translation>
    </message>
    <message>
        <source>A trained receiver loses bits, layer by layer; then it is trained with its quantizers in place, and you watch it recover.</source>
        <translation>一个训练好的接收机逐层减少比特；然后让量化器就位继续训练，您可以看着它恢复。</translation>
    </message>
    <message>
        <source>Block error rate</source>
        <translation>误块率</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>各层</translation>
    </message>
    <message>
        <source>Quantization-aware training</source>
        <translation>量化感知训练</translation>
    </message>
    <message>
        <source>Train for 800 steps</source>
        <translation>训练 800 步</translation>
    </message>
    <message>
        <source>SQNR in dB: solid weights, pale outputs</source>
        <translation>SQNR（dB）：深色为权重，浅色为输出</translation>
    </message>
    <message>
        <source>Eight bits cost nothing</source>
        <translation>8 比特毫无代价</translation>
    </message>
    <message>
        <source>A trained receiver is quantized after training (PTQ): weights and activations to 8 bits, one scale a tensor. Both curves are simulated now, on the same bits, channels and noise; the quantized one on the integers that hardware would run.

The loss in dB at 10 % block errors is the number to watch.</source>
        <translation>一个训练好的接收机在训练后量化（PTQ）：权重和激活均为 8 比特，每个张量一个缩放因子。两条曲线都是现在仿真的，用的是相同的比特、信道和噪声；量化后的曲线按硬件将要运行的整数计算。

要关注的数字是误块率 10 % 处以 dB 计的损失。</translation>
    </message>
    <message>
        <source>Four bits, after training</source>
        <translation>4 比特，训练之后</translation>
    </message>
    <message>
        <source>Now the weights have 4 bits: 15 values. Nobody asked the training for weights that survive this, and they do not. The bars tell by how much each layer&apos;s output is off: errors of early layers travel through all later ones.</source>
        <translation>现在权重只有 4 比特：15 个取值。训练时没有人要求权重能经受住这一步，它们也确实经受不住。柱形表示各层输出偏离了多少：前面各层的误差会传遍后面所有层。</translation>
    </message>
    <message>
        <source>Which layer breaks?</source>
        <translation>坏在哪一层？</translation>
    </message>
    <message>
        <source>Click a layer (or walk with the arrow keys) and it gets 8 bits for its weights again; click it once more and it has 4.

Find the layer that gives most back. Most often it is the first: its inputs differ in size, so do its weights, and one step does not suit them all.</source>
        <translation>单击某一层（或用方向键移动），它的权重就恢复为 8 比特；再单击一次又变为 4 比特。

找出挽回最多的那一层。多半是首层：它的各个输入大小不一，权重也随之不一，一个步长无法兼顾。</translation>
    </message>
    <message>
        <source>Train on, in four bits</source>
        <translation>用 4 比特继续训练</translation>
    </message>
    <message>
        <source>Quantization-aware training puts the quantizers into the forward pass: clamp, map, round, map back. Gradients pass straight through the rounding (a straight-through estimator), and the steps themselves are learned. The network finds weights that are good on the grid.

Start it: 800 steps, about ten to thirty seconds.</source>
        <translation>量化感知训练把量化器放进前向传播：截断、映射、舍入、再映射回来。梯度直接穿过舍入（直通估计），步长本身也参与学习。网络会找到在网格上表现良好的权重。

启动它：800 步，约十到三十秒。</translation>
    </message>
    <message>
        <source>The same bits, two ways</source>
        <translation>同样的比特，两种方式</translation>
    </message>
    <message>
        <source>Same network, same bits, same slots: what PTQ lost, QAT has mostly regained. This is what the paper that this program answers shows on CDL channels (arXiv 2509.13786).

On the Explore page you can do this with any trained receiver, and train what you find.</source>
        <translation>同样的网络、同样的比特、同样的时隙：PTQ 丢失的，QAT 大多挽回了。本程序所回应的论文（arXiv 2509.13786）在 CDL 信道上展示的正是这一点。

在“探索”页，您可以对任何训练好的接收机这样做，并训练您找到的设置。</translation>
    </message>
    <message>
        <source>measuring …</source>
        <translation>测量中…</translation>
    </message>
    <message>
        <source>FP32</source>
        <translation>FP32</translation>
    </message>
    <message>
        <source>%1-bit weights</source>
        <translation>%1 比特权重</translation>
    </message>
    <message>
        <source>± %1, at 10 % block errors</source>
        <translation>± %1，误块率 10 % 处</translation>
    </message>
    <message>
        <source>at 10 % block errors</source>
        <translation>误块率 10 % 处</translation>
    </message>
    <message>
        <source>Train again</source>
        <translation>再次训练</translation>
    </message>
    <message>
        <source>iteration %1 of %2</source>
        <translation>第 %1 次迭代，共 %2 次</translation>
    </message>
    <message>
        <source>no use at all</source>
        <translation>完全不可用</translation>
    </message>
    <message>
        <source>PTQ: %1. QAT: %2.</source>
        <translation>PTQ：%1。QAT：%2。</translation>
    </message>
</context>
<context>
    <name>rxq::app::MainWindow</name>
    <message>
        <source>Studies and workspaces</source>
        <translation>研究与工作区</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Light or dark (Ctrl+T)</source>
        <translation>浅色或深色（Ctrl+T）</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>切换浅色与深色</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>探索</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行记录</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>指南</translation>
    </message>
    <message>
        <source>%1 is out of the queue.</source>
        <translation>%1 已移出队列。</translation>
    </message>
    <message>
        <source>Stopped; what is done is kept, and the study resumes from there</source>
        <translation>已停止；已完成的部分均已保留，研究可从此处继续</translation>
    </message>
    <message>
        <source>The study is done; one receiver failed</source>
        <translation>研究已完成；一个接收机失败</translation>
    </message>
    <message>
        <source>The study is done; %1 receivers failed</source>
        <translation>研究已完成；%1 个接收机失败</translation>
    </message>
    <message>
        <source>The study is done</source>
        <translation>研究已完成</translation>
    </message>
    <message>
        <source>open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>%1 is in the study, and runs.</source>
        <translation>%1 已加入研究，正在运行。</translation>
    </message>
    <message>
        <source>%1 is in the study, and waits in the queue.</source>
        <translation>%1 已加入研究，正在队列中等待。</translation>
    </message>
    <message>
        <source>Show its curve</source>
        <translation>显示其曲线</translation>
    </message>
    <message>
        <source>%1 waits in the queue.</source>
        <translation>%1 正在队列中等待。</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>加入队列</translation>
    </message>
    <message>
        <source>Run study</source>
        <translation>运行研究</translation>
    </message>
    <message>
        <source>Keeps what is done; running again resumes from there (Ctrl+.)</source>
        <translation>保留已完成的部分；再次运行时从此处继续（Ctrl+.）</translation>
    </message>
    <message>
        <source>Another study runs; this one runs after it (Ctrl+R)</source>
        <translation>另一项研究正在运行；本研究将在其后运行（Ctrl+R）</translation>
    </message>
    <message>
        <source>Trains, quantizes and measures; reuses what the workspace has (Ctrl+R)</source>
        <translation>训练、量化并测量；工作区已有的结果会被复用（Ctrl+R）</translation>
    </message>
    <message>
        <source>Stopping; saving what is done</source>
        <translation>正在停止；正在保存已完成的部分</translation>
    </message>
    <message>
        <source>%1 slots/s</source>
        <translation>%1 时隙/s</translation>
    </message>
    <message>
        <source>Studies (*.json)</source>
        <translation>研究 (*.json)</translation>
    </message>
    <message>
        <source>Workspaces (*.rxq)</source>
        <translation>工作区 (*.rxq)</translation>
    </message>
    <message>
        <source>Open a study …</source>
        <translation>打开研究…</translation>
    </message>
    <message>
        <source>Save the study</source>
        <translation>保存研究</translation>
    </message>
    <message>
        <source>Save the study as …</source>
        <translation>研究另存为…</translation>
    </message>
    <message>
        <source>New study from</source>
        <translation>新建研究，基于</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>Open a workspace …</source>
        <translation>打开工作区…</translation>
    </message>
    <message>
        <source>New workspace …</source>
        <translation>新建工作区…</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Open a study</source>
        <translation>打开研究</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已保存为 %1。</translation>
    </message>
    <message>
        <source>New workspace</source>
        <translation>新建工作区</translation>
    </message>
    <message>
        <source>Open a workspace</source>
        <translation>打开工作区</translation>
    </message>
    <message>
        <source>The workspace %1 is open.</source>
        <translation>工作区 %1 已打开。</translation>
    </message>
    <message>
        <source>Opened %1.</source>
        <translation>已打开 %1。</translation>
    </message>
    <message>
        <source>add %1</source>
        <translation>添加 %1</translation>
    </message>
</context>
<context>
    <name>rxq::app::ModelView</name>
    <message>
        <source>float</source>
        <translation>浮点</translation>
    </message>
    <message>
        <source>depthwise</source>
        <translation>深度卷积</translation>
    </message>
    <message>
        <source>dilated %1×%2</source>
        <translation>空洞 %1×%2</translation>
    </message>
    <message>
        <source>%1 head</source>
        <translation>输出头：%1</translation>
    </message>
    <message>
        <source>%1 channels</source>
        <translation>%1 个通道</translation>
    </message>
    <message>
        <source>%1 blocks</source>
        <translation>%1 个块</translation>
    </message>
    <message>
        <source>%1; trained for %2</source>
        <translation>%1；训练了 %2</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Compare the family</source>
        <translation>比较整个家族</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>各层</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Measured in</source>
        <translation>测量于</translation>
    </message>
    <message>
        <source>What it was made from, and what was made from it</source>
        <translation>它由什么生成，以及由它生成了什么</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>位宽</translation>
    </message>
    <message>
        <source>SQNR</source>
        <translation>SQNR</translation>
    </message>
    <message>
        <source>Output range</source>
        <translation>输出范围</translation>
    </message>
    <message>
        <source>Layers of the model</source>
        <translation>模型的各层</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>%1 % BLER</source>
        <translation>%1 % BLER</translation>
    </message>
    <message>
        <source>Reached at</source>
        <translation>达到目标的 SNR</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>未达到</translation>
    </message>
    <message>
        <source>Runs that measured the model</source>
        <translation>测量过该模型的运行记录</translation>
    </message>
    <message>
        <source>Double click or Return shows the curves</source>
        <translation>双击或按回车显示曲线</translation>
    </message>
    <message>
        <source>Puts the family&apos;s runs side by side: this model&apos;s, its parents&apos; and what was made from them</source>
        <translation>把整个家族的运行记录并排比较：此模型、其父模型以及由它们产生的模型</translation>
    </message>
    <message>
        <source>reading …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>as deployed</source>
        <translation>部署时</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Weights and biases, normalisation folded</source>
        <translation>权重和偏置，归一化已折叠</translation>
    </message>
    <message>
        <source>Work a slot</source>
        <translation>每时隙运算量</translation>
    </message>
    <message>
        <source>Receptive field</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>%1 symbols × %2 subcarriers</source>
        <translation>%1 个符号 × %2 个子载波</translation>
    </message>
    <message>
        <source>What of the grid one output element depends on</source>
        <translation>一个输出元素依赖资源网格的哪一部分</translation>
    </message>
    <message>
        <source>All else</source>
        <translation>其余</translation>
    </message>
    <message>
        <source>Biases, scales and multipliers</source>
        <translation>偏置、缩放因子和乘数</translation>
    </message>
    <message>
        <source>Input range</source>
        <translation>输入范围</translation>
    </message>
    <message>
        <source>%1 scales</source>
        <translation>%1 个缩放因子</translation>
    </message>
    <message>
        <source>Integers agree</source>
        <translation>整数一致性</translation>
    </message>
    <message>
        <source>%1 %, off by ≤ %2</source>
        <translation>%1 %，偏差 ≤ %2</translation>
    </message>
    <message>
        <source>to the bit</source>
        <translation>逐比特一致</translation>
    </message>
    <message>
        <source>Fake-quantized and integer outputs, checked just now: %1 of %2 codes differ</source>
        <translation>刚刚检查的伪量化与整数输出：%2 个码值中有 %1 个不同</translation>
    </message>
    <message>
        <source>Fake-quantized and integer outputs when it was made: %1 of %2 codes differ</source>
        <translation>生成时伪量化与整数输出的比较：%2 个码值中有 %1 个不同</translation>
    </message>
    <message>
        <source>Integers</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>something stays in float</source>
        <translation>有部分保持浮点</translation>
    </message>
    <message>
        <source>Only a model whose weights and activations are all quantized runs in integers</source>
        <translation>只有权重和激活全部量化的模型才能以整数运行</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>Of what the model computes: %1</source>
        <translation>模型计算内容的指纹：%1</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>weights, then outputs · SQNR: signal to quantization noise, dB</source>
        <translation>先权重后输出 · SQNR：信号量化噪声比，dB</translation>
    </message>
    <message>
        <source>weights in float</source>
        <translation>浮点权重</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步长</translation>
    </message>
    <message>
        <source>%1 outputs of %2 in float, on %3 slots</source>
        <translation>%2 的 %1 个浮点输出，%3 个时隙</translation>
    </message>
    <message>
        <source>%1 outputs of %2 in float, on %3 slots, in steps of their own scales</source>
        <translation>%2 的 %1 个浮点输出，%3 个时隙，以各自的量化步长计</translation>
    </message>
    <message>
        <source>%1 outputs of %2 in float, on %3 slots, with the quantizer&apos;s codes</source>
        <translation>%2 的 %1 个浮点输出，%3 个时隙，附量化器的码值</translation>
    </message>
    <message>
        <source>%1 weights of %2</source>
        <translation>%2 的 %1 个权重</translation>
    </message>
    <message>
        <source>%1 weights of %2 in steps of their own scales</source>
        <translation>%2 的 %1 个权重，以各自的量化步长计</translation>
    </message>
    <message>
        <source>%1 weights of %2 with the quantizer&apos;s codes</source>
        <translation>%2 的 %1 个权重，附量化器的码值</translation>
    </message>
    <message>
        <source>no run has measured it</source>
        <translation>没有运行记录测量过它</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 次运行</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation>%1 次运行</translation>
    </message>
    <message>
        <source>Time a slot</source>
        <translation>每时隙耗时</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>The receiver without decoder, on one core of this machine: median of nine slots</source>
        <translation>不含译码器的接收机，在本机单核上：九个时隙的中位数</translation>
    </message>
</context>
<context>
    <name>rxq::app::ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation>还没有模型</translation>
    </message>
    <message>
        <source>A study that trains or quantizes a receiver leaves its models here, ready to be exported.</source>
        <translation>研究训练或量化接收机后，模型会留在这里，可随时导出。</translation>
    </message>
    <message>
        <source>Go to the study</source>
        <translation>转到研究</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Models of the workspace</source>
        <translation>工作区的模型</translation>
    </message>
    <message>
        <source>%1 is in the trash.</source>
        <translation>%1 已在回收站中。</translation>
    </message>
    <message>
        <source>With trash</source>
        <translation>含回收站</translation>
    </message>
    <message>
        <source>Search name, tags, note</source>
        <translation>搜索名称、标签、备注</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>搜索模型</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
</context>
<context>
    <name>rxq::app::QueuePanel</name>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Close the queue</source>
        <translation>关闭队列</translation>
    </message>
    <message>
        <source>Another window works on this queue; what is changed here, it follows.</source>
        <translation>另一个窗口正在处理此队列；在这里所做的更改，它会照办。</translation>
    </message>
    <message>
        <source>Nothing waits. A study that is run while another runs is put here; the queue outlives the program.</source>
        <translation>没有等待的研究。在另一项研究运行期间启动的研究会放在这里；程序退出后队列仍会保留。</translation>
    </message>
    <message>
        <source>One study runs at a time. The queue outlives the program.</source>
        <translation>一次只运行一项研究。程序退出后队列仍会保留。</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>推后</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Remove from the queue; results stay</source>
        <translation>从队列中移除；结果保留</translation>
    </message>
</context>
<context>
    <name>rxq::app::ReceiverEditor</name>
    <message>
        <source>Receiver</source>
        <translation>接收机</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Close the editor</source>
        <translation>关闭编辑器</translation>
    </message>
</context>
<context>
    <name>rxq::app::ReceiverList</name>
    <message>
        <source>Measure its curve</source>
        <translation>测量其曲线</translation>
    </message>
    <message>
        <source>Receivers to compare</source>
        <translation>要比较的接收机</translation>
    </message>
    <message>
        <source>Measure %1</source>
        <translation>测量 %1</translation>
    </message>
</context>
<context>
    <name>rxq::app::RunPicker</name>
    <message>
        <source>Search runs</source>
        <translation>搜索运行记录</translation>
    </message>
    <message>
        <source>Search runs to compare</source>
        <translation>搜索要比较的运行记录</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Runs to compare</source>
        <translation>要比较的运行记录</translation>
    </message>
</context>
<context>
    <name>rxq::app::RunsPage</name>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>With trash</source>
        <translation>含回收站</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行记录</translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation>还没有运行记录</translation>
    </message>
    <message>
        <source>Each receiver of a study that ran becomes a run here: its model, its curve, and how it was made.</source>
        <translation>研究运行后，其中每个接收机都会成为这里的一次运行：包括它的模型、曲线和生成方式。</translation>
    </message>
    <message>
        <source>Go to the study</source>
        <translation>转到研究</translation>
    </message>
    <message>
        <source>Search name, study, tags, note</source>
        <translation>搜索名称、研究、标签、备注</translation>
    </message>
    <message>
        <source>Search runs</source>
        <translation>搜索运行记录</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>At the target</source>
        <translation>目标处</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>块数</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Runs of the workspace</source>
        <translation>工作区的运行记录</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>未达到</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 次运行</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation>%1 次运行</translation>
    </message>
    <message>
        <source>%1 is in the trash.</source>
        <translation>%1 已在回收站中。</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Puts the chosen runs side by side; choose several with Ctrl or Shift</source>
        <translation>把所选的运行记录并排比较；按 Ctrl 或 Shift 可多选</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Shows the curves of its study (Return)</source>
        <translation>显示其研究的曲线（回车）</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Shows its model: layers, ranges, bytes</source>
        <translation>显示其模型：各层、范围、字节数</translation>
    </message>
    <message>
        <source>Opens its study, to change it or run it again</source>
        <translation>打开其研究，以便修改或再次运行</translation>
    </message>
    <message>
        <source>Keeps it out of sight; it can be restored (Delete)</source>
        <translation>将其移出视线；可以恢复（Delete）</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>%1 runs are in the trash.</source>
        <translation>%1 条运行记录已移入回收站。</translation>
    </message>
    <message>
        <source>reading …</source>
        <translation>正在读取…</translation>
    </message>
</context>
<context>
    <name>rxq::app::StudyDocument</name>
    <message>
        <source>add %1</source>
        <translation>添加 %1</translation>
    </message>
    <message>
        <source>change %1</source>
        <translation>更改 %1</translation>
    </message>
    <message>
        <source>remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>move %1</source>
        <translation>移动 %1</translation>
    </message>
</context>
<context>
    <name>rxq::app::StudyPage</name>
    <message>
        <source>Grid</source>
        <translation>资源网格</translation>
    </message>
    <message>
        <source>One channel</source>
        <translation>一次信道实现</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>信道</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>译码器</translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>What this means</source>
        <translation>这意味着什么</translation>
    </message>
    <message>
        <source>Pilots and data of a slot</source>
        <translation>一个时隙的导频与数据</translation>
    </message>
    <message>
        <source>Magnitude of one channel realisation</source>
        <translation>一次信道实现的幅度</translation>
    </message>
    <message>
        <source>change %1</source>
        <translation>更改 %1</translation>
    </message>
    <message>
        <source>What to compare</source>
        <translation>要比较的对象</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add a receiver</source>
        <translation>添加接收机</translation>
    </message>
    <message>
        <source>1 receiver</source>
        <translation>1 个接收机</translation>
    </message>
    <message>
        <source>%1 receivers</source>
        <translation>%1 个接收机</translation>
    </message>
    <message>
        <source>This study cannot run yet. %1</source>
        <translation>本研究还不能运行。%1</translation>
    </message>
    <message>
        <source>%1 symbols × %2 subcarriers</source>
        <translation>%1 个符号 × %2 个子载波</translation>
    </message>
    <message>
        <source>on one core, at most</source>
        <translation>最多用时（单核）</translation>
    </message>
    <message>
        <source>on %1 cores, at most</source>
        <translation>最多用时（%1 核）</translation>
    </message>
    <message>
        <source>Transport block</source>
        <translation>传输块</translation>
    </message>
    <message>
        <source>Information and coded bits of a slot&apos;s transport block (TS 38.212 6.2); code blocks: %1.</source>
        <translation>一个时隙的传输块的信息比特数和编码比特数（TS 38.212 6.2）；码块数：%1。</translation>
    </message>
    <message>
        <source>Code word</source>
        <translation>码字</translation>
    </message>
    <message>
        <source>Information and coded bits of a slot&apos;s code word (TS 38.212).</source>
        <translation>一个时隙的码字的信息比特数和编码比特数（TS 38.212）。</translation>
    </message>
    <message>
        <source>Data rate</source>
        <translation>数据速率</translation>
    </message>
    <message>
        <source>Information bits by the time of a slot.</source>
        <translation>信息比特数除以时隙时长。</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Work a slot</source>
        <translation>每时隙运算量</translation>
    </message>
    <message>
        <source>Multiply-accumulates of one slot.</source>
        <translation>一个时隙的乘累加次数。</translation>
    </message>
    <message>
        <source>Weights at 8 bits</source>
        <translation>8 比特权重</translation>
    </message>
    <message>
        <source>%1 FP32</source>
        <translation>FP32 为 %1</translation>
    </message>
    <message>
        <source>Biases stay at 32 bits.</source>
        <translation>偏置保持 32 比特。</translation>
    </message>
    <message>
        <source>Weights at 4 bits</source>
        <translation>4 比特权重</translation>
    </message>
    <message>
        <source>Receptive field</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>|H|</source>
        <translation>|H|</translation>
    </message>
    <message>
        <source>Delays</source>
        <translation>时延</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>dark: pilots · pale: data · empty: nothing</source>
        <translation>深色：导频 · 浅色：数据 · 空白：无</translation>
    </message>
    <message>
        <source>Power by delay of one channel realisation</source>
        <translation>一个信道实现的时延功率</translation>
    </message>
    <message>
        <source>Delay, ns</source>
        <translation>时延，ns</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>Picture of the channel</source>
        <translation>信道图示</translation>
    </message>
    <message>
        <source>Another slot</source>
        <translation>另一个时隙</translation>
    </message>
    <message>
        <source>antenna 1, dB</source>
        <translation>天线 1，dB</translation>
    </message>
    <message>
        <source>one slot</source>
        <translation>单个时隙</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>%1 处</translation>
    </message>
    <message>
        <source>One receiver, or a sweep of bit-widths</source>
        <translation>添加一个接收机，或一组位宽扫描</translation>
    </message>
    <message>
        <source>PTQ at %1 bits of …</source>
        <translation>PTQ，%1 比特，来自…</translation>
    </message>
    <message>
        <source>QAT at %1 bits of …</source>
        <translation>QAT，%1 比特，来自…</translation>
    </message>
    <message>
        <source>add a sweep of bit-widths</source>
        <translation>添加位宽扫描</translation>
    </message>
    <message>
        <source>Weights and biases of %1 after folding of batch normalisation.</source>
        <translation>%1 在折叠批归一化之后的权重与偏置。</translation>
    </message>
    <message>
        <source>elements</source>
        <translation>资源元素</translation>
    </message>
    <message>
        <source>Symbols × subcarriers: resource elements that one output can see.</source>
        <translation>符号 × 子载波：一个输出所能看到的资源元素。</translation>
    </message>
</context>
<context>
    <name>rxq::app::TrainPage</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Bit-metric rate</source>
        <translation>比特度量速率</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Trainings</source>
        <translation>各次训练</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>No training yet</source>
        <translation>还没有训练</translation>
    </message>
    <message>
        <source>When a study runs, its trainings are drawn here as they go: loss and bit-metric decoding rate, on training and validation slots.</source>
        <translation>研究运行时，训练过程会实时绘制在这里：训练时隙和验证时隙上的损失与比特度量译码速率。</translation>
    </message>
    <message>
        <source>Go to the study</source>
        <translation>转到研究</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>显示量</translation>
    </message>
    <message>
        <source>How well it learns</source>
        <translation>学习效果</translation>
    </message>
    <message>
        <source>Keeps what is done; the study resumes from there</source>
        <translation>保留已完成的部分；研究可从此处继续</translation>
    </message>
    <message>
        <source>from the workspace</source>
        <translation>来自工作区</translation>
    </message>
    <message>
        <source>iteration %1 of %2</source>
        <translation>第 %1 次迭代，共 %2 次</translation>
    </message>
    <message>
        <source>bits a bit, on validation slots</source>
        <translation>比特/比特，验证时隙上</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>bits a bit</source>
        <translation>比特/比特</translation>
    </message>
    <message>
        <source>Binary cross-entropy on the data bits, divided by ln 2.</source>
        <translation>数据比特上的二元交叉熵，除以 ln 2。</translation>
    </message>
    <message>
        <source>Training rate</source>
        <translation>训练集速率</translation>
    </message>
    <message>
        <source>bits a bit, recent slots</source>
        <translation>比特/比特，最近的时隙</translation>
    </message>
    <message>
        <source>Bit-metric decoding rate: 1 - loss / ln 2; what a code could carry.</source>
        <translation>比特度量译码速率：1 - 损失 / ln 2；即编码所能承载的速率。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Of Adam, now (arXiv 1412.6980).</source>
        <translation>Adam 当前的学习率（arXiv 1412.6980）。</translation>
    </message>
    <message>
        <source>Iteration</source>
        <translation>迭代</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>共 %1 次</translation>
    </message>
    <message>
        <source>Whole study</source>
        <translation>整项研究</translation>
    </message>
    <message>
        <source>left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Quantizer ranges</source>
        <translation>量化器范围</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Train on</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Ranges of</source>
        <translation>范围类别</translation>
    </message>
    <message>
        <source>Ranges of the quantizers by layer</source>
        <translation>各层量化器的范围</translation>
    </message>
    <message>
        <source>% of the range at the start</source>
        <translation>相对起始范围的 %</translation>
    </message>
    <message>
        <source>Adds a receiver that goes on from this one for as many iterations, batch normalisation folded, and queues it</source>
        <translation>添加一个从此接收机继续训练同样多迭代的接收机（批归一化已折叠），并放入队列</translation>
    </message>
    <message>
        <source>of what leaves each layer</source>
        <translation>各层输出</translation>
    </message>
    <message>
        <source>of each layer&apos;s weights</source>
        <translation>各层权重</translation>
    </message>
    <message>
        <source>%1, trained on</source>
        <translation>%1，继续训练</translation>
    </message>
    <message>
        <source>See its curve</source>
        <translation>查看其曲线</translation>
    </message>
    <message>
        <source>Its block error rate, and what its bits cost</source>
        <translation>其误块率，以及比特的代价</translation>
    </message>
</context>
<context>
    <name>rxq::app::WelcomePage</name>
    <message>
        <source>Workspaces</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>How few bits can a neural receiver run on?</source>
        <translation>神经接收机最少用多少比特就能运行？</translation>
    </message>
    <message>
        <source>Train a receiver, quantize it after training or with training, and read off in decibels what it costs.</source>
        <translation>训练一个接收机，在训练后或在训练中将其量化，再读出以分贝计的代价。</translation>
    </message>
    <message>
        <source>The demo study</source>
        <translation>演示研究</translation>
    </message>
    <message>
        <source>about four minutes on two cores</source>
        <translation>双核约四分钟</translation>
    </message>
    <message>
        <source>Run the demo</source>
        <translation>运行演示</translation>
    </message>
    <message>
        <source>Trains, quantizes and measures everything, live</source>
        <translation>现场训练、量化并测量全部内容</translation>
    </message>
    <message>
        <source>Measure its trained models</source>
        <translation>测量其训练好的模型</translation>
    </message>
    <message>
        <source>Takes the trained models that come with the program: first curves within seconds, all of them in about two minutes</source>
        <translation>使用随程序附带的训练好的模型：数秒内出现第一批曲线，约两分钟全部完成</translation>
    </message>
    <message>
        <source>Look at its settings</source>
        <translation>查看其设置</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Open a study file …</source>
        <translation>打开研究文件…</translation>
    </message>
    <message>
        <source>or drop a study (.json) or a workspace (.rxq) anywhere on the window.</source>
        <translation>或将研究（.json）或工作区（.rxq）拖放到窗口的任意位置。</translation>
    </message>
    <message>
        <source>Open …</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>New …</source>
        <translation>新建…</translation>
    </message>
    <message>
        <source>Open a workspace</source>
        <translation>打开工作区</translation>
    </message>
    <message>
        <source>Create a workspace</source>
        <translation>创建工作区</translation>
    </message>
    <message>
        <source>  (open)</source>
        <translation>  （已打开）</translation>
    </message>
    <message>
        <source>Explore its bits</source>
        <translation>探索其位宽</translation>
    </message>
    <message>
        <source>A trained receiver under your hands at once: move its bits, see what they cost</source>
        <translation>立即上手一个训练好的接收机：移动位宽，看它的代价</translation>
    </message>
    <message>
        <source>What brings you here?</source>
        <translation>您想做什么？</translation>
    </message>
    <message>
        <source>A sweep of bit-widths</source>
        <translation>扫描位宽</translation>
    </message>
    <message>
        <source>Add a receiver&apos;s widths in one go, run them overnight if need be, and take the figure, the table and a report.</source>
        <translation>一次添加某接收机的各种位宽，必要时通宵运行，然后取用图、表与报告。</translation>
    </message>
    <message>
        <source>Set up a sweep</source>
        <translation>设置扫描</translation>
    </message>
    <message>
        <source>A class to teach</source>
        <translation>课堂教学</translation>
    </message>
    <message>
        <source>Why PTQ fails at four bits and QAT does not: five minutes, live, in large type.</source>
        <translation>为何四比特时 PTQ 失败而 QAT 不会：五分钟，实时运行，大字体。</translation>
    </message>
    <message>
        <source>Open the lesson</source>
        <translation>打开课程</translation>
    </message>
    <message>
        <source>A model for hardware</source>
        <translation>交付硬件的模型</translation>
    </message>
    <message>
        <source>Integer C and ONNX that are bit for bit the model on the plot, verified as they are written.</source>
        <translation>与图上模型逐比特一致的整数 C 代码与 ONNX，写出时即验证。</translation>
    </message>
    <message>
        <source>Export a model</source>
        <translation>导出模型</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::Banner</name>
    <message>
        <source>Dismiss the message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::ConstellationView</name>
    <message>
        <source>Constellations before and after equalisation</source>
        <translation>均衡前后的星座图</translation>
    </message>
    <message>
        <source>received, antenna 1</source>
        <translation>接收，天线 1</translation>
    </message>
    <message>
        <source>equalised, channel known</source>
        <translation>均衡后，信道已知</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::CurvePlot</name>
    <message>
        <source>Error rates over SNR</source>
        <translation>差错率随 SNR 的变化</translation>
    </message>
    <message>
        <source>BLER</source>
        <translation>BLER</translation>
    </message>
    <message>
        <source>BER</source>
        <translation>BER</translation>
    </message>
    <message>
        <source>%1 below %2 (95 %)</source>
        <translation>%1 低于 %2（95 %）</translation>
    </message>
    <message>
        <source>%1 %2 (95 %: %3)</source>
        <translation>%1 %2（95 %：%3）</translation>
    </message>
    <message>
        <source>%1 at %2 dB: %3; %4 block errors in %5 blocks</source>
        <translation>%1，%2 dB 处：%3；%5 个块中有 %4 个误块</translation>
    </message>
    <message>
        <source>below %1</source>
        <translation>低于 %1</translation>
    </message>
    <message>
        <source>95 %: %1 – %2</source>
        <translation>95 %：%1 – %2</translation>
    </message>
    <message>
        <source>%1 errors in %2 blocks</source>
        <translation>%2 个块中有 %1 个误块</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::FormView</name>
    <message>
        <source>Fewer settings</source>
        <translation>收起设置</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>更多设置</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::HeatMap</name>
    <message>
        <source>Loss by weight and activation bits</source>
        <translation>不同权重与激活位宽下的损失</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::HistogramView</name>
    <message>
        <source>Distribution of LLRs</source>
        <translation>LLR 的分布</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::JobController</name>
    <message>
        <source>There is not enough memory for this job: use a smaller batch, grid or network.</source>
        <translation>内存不足，无法完成此任务：请使用更小的批大小、网格或网络。</translation>
    </message>
    <message>
        <source>The job failed: %1</source>
        <translation>任务失败：%1</translation>
    </message>
    <message>
        <source>The job failed for an unknown reason.</source>
        <translation>任务因未知原因失败。</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::JobStrip</name>
    <message>
        <source>Progress of the running job</source>
        <translation>当前任务的进度</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>What is done is kept; goes on from there (Ctrl+.)</source>
        <translation>已完成的部分会保留；之后从此处继续（Ctrl+.）</translation>
    </message>
    <message>
        <source>Goes on where it was paused</source>
        <translation>从暂停处继续</translation>
    </message>
    <message>
        <source>Queue (%1)</source>
        <translation>队列（%1）</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Studies that run and wait: reorder, pause, resume (Ctrl+J)</source>
        <translation>正在运行和等待的研究：调整顺序、暂停、继续（Ctrl+J）</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::LayerBars</name>
    <message>
        <source>Signal to quantization noise by layer</source>
        <translation>各层的信号量化噪声比</translation>
    </message>
    <message>
        <source>%1: weights %2, output %3</source>
        <translation>%1：权重 %2，输出 %3</translation>
    </message>
    <message>
        <source>%1
weights, %2 bits: %3
output, %4 bits: %5</source>
        <translation>%1
权重，%2 比特：%3
输出，%4 比特：%5</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::LossPlot</name>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Course of the training</source>
        <translation>训练过程</translation>
    </message>
    <message>
        <source>Iteration</source>
        <translation>迭代</translation>
    </message>
    <message>
        <source>Loss, bits a bit</source>
        <translation>损失（比特/比特）</translation>
    </message>
    <message>
        <source>Bit-metric rate, bits a bit</source>
        <translation>比特度量速率（比特/比特）</translation>
    </message>
    <message>
        <source>Iteration %1</source>
        <translation>第 %1 次迭代</translation>
    </message>
    <message>
        <source>Learning rate %1</source>
        <translation>学习率 %1</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::OutcomeGrid</name>
    <message>
        <source>Blocks, decoded or not</source>
        <translation>各块是否译出</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::ParetoPlot</name>
    <message>
        <source>FP32</source>
        <translation>FP32</translation>
    </message>
    <message>
        <source>PTQ</source>
        <translation>PTQ</translation>
    </message>
    <message>
        <source>QAT</source>
        <translation>QAT</translation>
    </message>
    <message>
        <source>Loss over cost of the models</source>
        <translation>各模型的损失与代价</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>Loss, dB</source>
        <translation>损失，dB</translation>
    </message>
    <message>
        <source>Loss to %1, dB</source>
        <translation>相对 %1 的损失，dB</translation>
    </message>
    <message>
        <source>more than %1</source>
        <translation>大于 %1</translation>
    </message>
    <message>
        <source>%1 (95 %: %2 … %3)</source>
        <translation>%1（95 %：%2 … %3）</translation>
    </message>
    <message>
        <source>%1: %2 at %3</source>
        <translation>%1：%3 时 %2</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::StyledPlot</name>
    <message>
        <source>%1 could not be written: %2.</source>
        <translation>无法写入 %1：%2。</translation>
    </message>
</context>
<context>
    <name>rxq::widgets::TensorHistogram</name>
    <message>
        <source>Histogram of a tensor with its quantizer&apos;s grid</source>
        <translation>张量的直方图及其量化器的网格</translation>
    </message>
    <message>
        <source>%1 values from %2 to %3</source>
        <translation>%1 个值，从 %2 到 %3</translation>
    </message>
    <message>
        <source>, %1 codes, %2 % clipped</source>
        <translation>，%1 个码值，截断 %2 %</translation>
    </message>
    <message>
        <source>%1 → code %2 = %3, error %4</source>
        <translation>%1 → 码值 %2 = %3，误差 %4</translation>
    </message>
    <message>
        <source>, clipped</source>
        <translation>，已截断</translation>
    </message>
    <message>
        <source>code %1</source>
        <translation>码值 %1</translation>
    </message>
    <message>
        <source>%1 % are exactly 0</source>
        <translation>%1 % 恰好为 0</translation>
    </message>
    <message>
        <source>%1 % clipped</source>
        <translation>截断 %1 %</translation>
    </message>
</context>
</TS>
