// The page's own words. Messages come from the bot in the language of the person.
import { recall, remember } from "./settings.js";

const en = {
  tagline: "Sandbox",
  people: "People", addPhone: "Add a phone", addPhoneHint: "Play one more person beside these",
  pickPerson: "Who holds this phone?", searchPeople: "Name, role or unit", nobody: "Nobody of that name.", whoOpens: "Who opens this link?", strangerName: "Name of a stranger", addStranger: "Add",
  openWindow: "Open in its own window", closePhone: "Close phone", phoneMenu: "More about this phone",
  block: "Block the bot", unblock: "Unblock the bot", blocked: "You blocked this bot.", switchPerson: "Switch person",
  bot: "bot", typing: "typing…", sending: "sending a file…", group: "{n} members", emptyChat: "No messages here yet.",
  emptyHint: "Press Start: that is how everybody meets a bot.", start: "Start", noBot: "No bot is here yet.", noBotHint: "Start yours with this address as its Bot API server: {url}", talkTo: "Talk to {name}", unread: "{n} unread",
  newMessages: "{n} new", toNewest: "To the newest message", earlier: "Show earlier messages", edited: "edited",
  sent: "Sent", seen: "Read by the bot", you: "You",
  message: "Message", caption: "Add a caption…", send: "Send", attach: "Attach", attachPhoto: "Photos or video", attachFile: "File",
  attachLocation: "Location", attachContact: "My contact", attachVoice: "Voice message", stopVoice: "Stop and send", cancel: "Cancel", remove: "Remove",
  noMicrophone: "No microphone here. Choose a sound file instead.",
  commands: "Commands", botKeyboard: "Keyboard of the bot", dropHere: "Drop photos or files here",
  reply: "Reply", forward: "Forward to the bot", edit: "Edit", copy: "Copy text", copyPiece: "Copy “{text}”", copyCode: "Copy", spoiler: "Hidden text: press to show it", more: "Show more", less: "Show less", delete: "Delete", copied: "Copied", messageMenu: "Message menu",
  react: "React with {emoji}", replyingTo: "Reply to {name}", editing: "Edit message", forwarded: "Forwarded from {name}",
  photo: "Photo", document: "File", voice: "Voice message", audio: "Audio", video: "Video", sticker: "Sticker", location: "Location",
  contact: "Contact", venue: "Place", animation: "GIF", video_note: "Video message", file: "File", play: "Play", pause: "Pause",
  openFile: "Open {name}", viewPhoto: "View photo", close: "Close", previous: "Previous", next: "Next", ok: "OK",
  where: "Where are you?", latitude: "Latitude", longitude: "Longitude", sendLocation: "Send location", openMap: "Open map",
  clock: "Clock", plusHour: "+1 h", plusDay: "+1 working day", nextDue: "Next deadline",
  moved: "It is now {now}.", realTime: "real time", ahead: "{span} ahead", stopped: "standing still", day: "d", hour: "h", minute: "min",
  toLight: "Light", toDark: "Dark", switchLanguage: "中文", panel: "Behind the scenes", log: "Bot API", timeline: "Due next", trouble: "Trouble",
  logEmpty: "No calls yet.", timelineEmpty: "Nothing is due.", polls: "Show polls", filter: "Filter methods", request: "Request", answer: "Answer",
  goThere: "Move the clock to {at}", inSpan: "in {span}", agoSpan: "{span} ago", overdue: "now", offline: "The sandbox does not answer. Trying again…",
  failed: "That did not work: {why}", unanswered: "the sandbox does not answer", today: "Today", yesterday: "Yesterday", phonesRegion: "Phones", oneClose: "The last phone stays open.",
  troubleHint: "What the bot has to live with on real Telegram. Press one: the next calls meet it.", calm: "End all trouble", left: "{n} left", method: "Method", everyMethod: "every method", times: "Times",
  inChat: "In the chat of", everyChat: "everybody", seconds: "Seconds", standing: "At present", allWell: "No trouble at present.", endFault: "End",
  faults_refusals: "Telegram refuses", faults_cuts: "The connection fails, nothing is done", faults_executed: "Done, but the answer suffers", faults_updates: "Updates arrive badly", faults_changes: "People and groups change",
  fault_429: "429 Too many requests", fault_500: "500 Server error", fault_502: "502 Bad gateway", fault_503: "503 Unavailable", fault_504: "504 Gateway timeout",
  fault_refused: "Connection refused", fault_reset: "Connection reset", fault_timeout: "No answer", fault_timeout_executed: "Done, then silence", fault_drop: "Done, then cut off", fault_slow: "Slow drip", fault_broken_json: "Broken JSON",
  fault_duplicate_updates: "Each update twice", fault_reorder_updates: "In the wrong order", fault_shuffle_albums: "Albums mixed up",
  fault_blocked: "Bot blocked", fault_deactivated: "Account deleted", fault_kicked: "Bot removed from the group", fault_migrated: "Group becomes a supergroup",
  forwardOutsider: "Forward a customer’s message", whoWrote: "Who wrote it", outsiderSays: "What was written", outsiderName: "Wang Jun (FAW)", outsiderText: "The engine stalls again on line 2. Can you send somebody today?", written: "Written", written_0: "just now", written_60: "an hour ago", written_1440: "yesterday", withPhoto: "Photo (if there is one)", forwardIt: "Forward", outsiderEmpty: "Give a text or a photo.",
  executed: "carried out", notExecuted: "not carried out", newGroup: "New group", groupTitle: "Name of the group", groupExample: "FAW project", makeGroup: "Create", whoIsIn: "Who is in it", fewMembers: "Choose at least one person.",
  messages: "Messages", changedBy: "{name} changed a message", reactions: "Reactions", reaction: "{emoji}, {n}", storyAgain: "From the beginning", storySkip: "Skip this step",
  story: "Guided story", storyBegin: "Begin", storyDo: "Do it for me", storyDoing: "One moment…", storyLeave: "Leave the story", storyEnd: "Done", storyStep: "Step {n} of {of}", noButton: "there is no button “{words}” now",
  new_chat_members: "joined", left_chat_member: "left", new_chat_title: "renamed the group", pinned_message: "pinned a message",
};

const zh = {
  tagline: "演练场",
  people: "人员", addPhone: "添加手机", addPhoneHint: "在旁边再扮演一个人",
  pickPerson: "这部手机是谁的？", searchPeople: "姓名、岗位或部门", nobody: "没有这个人。", whoOpens: "谁打开这个链接？", strangerName: "新来的人叫什么", addStranger: "添加",
  openWindow: "在新窗口打开", closePhone: "关闭手机", phoneMenu: "更多操作",
  block: "停用机器人", unblock: "恢复使用", blocked: "您已停用此机器人。", switchPerson: "换人",
  bot: "机器人", typing: "正在输入…", sending: "正在发送文件…", group: "{n}名成员", emptyChat: "这里还没有消息。",
  emptyHint: "点“开始”，每个人都是这样认识机器人的。", start: "开始", noBot: "还没有机器人。", noBotHint: "请把您的机器人的Bot API服务器设为：{url}", talkTo: "与{name}对话", unread: "{n}条未读",
  newMessages: "{n}条新消息", toNewest: "到最新消息", earlier: "显示更早的消息", edited: "已编辑",
  sent: "已发送", seen: "机器人已读", you: "您",
  message: "输入消息", caption: "添加说明…", send: "发送", attach: "附件", attachPhoto: "照片或视频", attachFile: "文件",
  attachLocation: "位置", attachContact: "我的名片", attachVoice: "语音", stopVoice: "停止并发送", cancel: "取消", remove: "移除",
  noMicrophone: "这里没有麦克风，请改选一个声音文件。",
  commands: "命令", botKeyboard: "机器人键盘", dropHere: "把照片或文件拖到这里",
  reply: "回复", forward: "转发给机器人", edit: "编辑", copy: "复制文字", copyPiece: "复制“{text}”", copyCode: "复制", spoiler: "隐藏的文字，点按显示", more: "展开", less: "收起", delete: "删除", copied: "已复制", messageMenu: "消息菜单",
  react: "用{emoji}回应", replyingTo: "回复{name}", editing: "编辑消息", forwarded: "转发自{name}",
  photo: "照片", document: "文件", voice: "语音", audio: "音频", video: "视频", sticker: "贴纸", location: "位置",
  contact: "名片", venue: "地点", animation: "动图", video_note: "视频消息", file: "文件", play: "播放", pause: "暂停",
  openFile: "打开{name}", viewPhoto: "查看照片", close: "关闭", previous: "上一张", next: "下一张", ok: "好",
  where: "您在哪里？", latitude: "纬度", longitude: "经度", sendLocation: "发送位置", openMap: "打开地图",
  clock: "时钟", plusHour: "+1小时", plusDay: "+1工作日", nextDue: "下一期限",
  moved: "现在是{now}。", realTime: "实时", ahead: "拨快{span}", stopped: "已停住", day: "天", hour: "小时", minute: "分钟",
  toLight: "浅色", toDark: "深色", switchLanguage: "English", panel: "幕后", log: "Bot API", timeline: "接下来", trouble: "故障",
  logEmpty: "还没有调用。", timelineEmpty: "没有即将到期的事项。", polls: "显示轮询", filter: "筛选方法", request: "请求", answer: "应答",
  goThere: "把时钟拨到{at}", inSpan: "{span}后", agoSpan: "{span}前", overdue: "现在", offline: "演练场没有应答，正在重试…",
  failed: "没有成功：{why}", unanswered: "演练场没有应答", today: "今天", yesterday: "昨天", phonesRegion: "手机", oneClose: "最后一部手机不能关闭。",
  troubleHint: "机器人在真实的Telegram上会遇到这些故障。点选后，从下一次调用起生效。", calm: "全部解除", left: "剩{n}次", method: "方法", everyMethod: "所有方法", times: "次数",
  inChat: "谁的聊天", everyChat: "所有人", seconds: "秒数", standing: "当前状态", allWell: "目前没有故障。", endFault: "解除",
  faults_refusals: "Telegram拒绝", faults_cuts: "连接失败，未执行", faults_executed: "已执行，应答出错", faults_updates: "更新送达异常", faults_changes: "人员和群组变化",
  fault_429: "429 请求过多", fault_500: "500 服务器错误", fault_502: "502 网关错误", fault_503: "503 服务不可用", fault_504: "504 网关超时",
  fault_refused: "拒绝连接", fault_reset: "连接中断", fault_timeout: "没有应答", fault_timeout_executed: "已执行，没有应答", fault_drop: "已执行，连接断开", fault_slow: "应答缓慢", fault_broken_json: "JSON残缺",
  fault_duplicate_updates: "更新重复", fault_reorder_updates: "顺序颠倒", fault_shuffle_albums: "相册乱序",
  fault_blocked: "机器人被停用", fault_deactivated: "账号已注销", fault_kicked: "机器人被移出群组", fault_migrated: "群组升级为超级群",
  forwardOutsider: "转发顾客的消息", whoWrote: "谁写的", outsiderSays: "写了什么", outsiderName: "王军（一汽）", outsiderText: "2号线发动机又熄火了，今天能派人来吗？", written: "写于", written_0: "刚才", written_60: "一小时前", written_1440: "昨天", withPhoto: "照片（可不填）", forwardIt: "转发", outsiderEmpty: "请填写文字或选择照片。",
  executed: "已执行", notExecuted: "未执行", newGroup: "新建群组", groupTitle: "群名", groupExample: "一汽项目群", makeGroup: "创建", whoIsIn: "群成员", fewMembers: "请至少选择一人。",
  messages: "消息", changedBy: "{name}修改了消息", reactions: "回应", reaction: "{emoji}，{n}个", storyAgain: "从头开始", storySkip: "跳过这一步",
  story: "导览", storyBegin: "开始", storyDo: "替我做", storyDoing: "请稍候…", storyLeave: "离开导览", storyEnd: "完成", storyStep: "第{n}步，共{of}步", noButton: "现在没有“{words}”这个按钮",
  new_chat_members: "加入了群组", left_chat_member: "离开了群组", new_chat_title: "修改了群名", pinned_message: "置顶了一条消息",
};

export const words = { en, zh };

function preferred() {
  const chosen = recall("language");
  if (chosen in words) return chosen;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

let language = preferred();

export const lang = () => language;
export const locale = () => (language === "zh" ? "zh-CN" : "en-GB");

export function applyLanguage() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
}

export function toggleLanguage() {
  language = language === "zh" ? "en" : "zh";
  remember("language", language);
  applyLanguage();
}

export function t(key, values = {}) {
  const text = words[language][key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
