import Taro from '@tarojs/taro';

/** A short line that goes away by itself. */
export function say(text: string): void {
  void Taro.showToast({ title: text, icon: 'none', duration: 2200 });
}

export interface Question {
  title: string;
  content: string;
  yes: string;
  no: string;
}

/** Asks before something that cannot be taken back. */
export async function ask(question: Question): Promise<boolean> {
  const { confirm } = await Taro.showModal({
    title: question.title,
    content: question.content,
    confirmText: question.yes,
    cancelText: question.no,
    confirmColor: '#d4231a',
  });
  return confirm;
}

/** Puts text on the clipboard and says so. */
export async function copy(text: string, done: string): Promise<void> {
  await Taro.setClipboardData({ data: text });
  say(done);
}

/** Shows pictures on the whole screen, starting with one of them. */
export function showPictures(urls: string[], current: string): void {
  void Taro.previewImage({ urls, current });
}
