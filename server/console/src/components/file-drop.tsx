import { InboxOutlined } from '@ant-design/icons';
import { Upload } from 'antd';

interface FileDropProps {
  /** What is asked for, or the name of the file that was chosen. */
  text: string;
  hint: string;
  onFile: (file: File) => void;
}

/** Takes one text file, by choosing it or dropping it here; nothing is sent yet. */
export function FileDrop({ text, hint, onFile }: FileDropProps) {
  return (
    <Upload.Dragger
      accept=".csv,text/csv,text/plain"
      maxCount={1}
      showUploadList={false}
      beforeUpload={(chosen) => {
        onFile(chosen);
        return false;
      }}
    >
      <p className="ant-upload-drag-icon">
        <InboxOutlined />
      </p>
      <p className="ant-upload-text">{text}</p>
      <p className="ant-upload-hint">{hint}</p>
    </Upload.Dragger>
  );
}
