import { useState } from 'react';
import { Image, View } from '@tarojs/components';
import { pictureUrl } from '../../api/picture-url';
import { Icon } from '../icon/icon';
import './picture.scss';

interface PictureProps {
  /** A path of the shop, or null when there is no picture. */
  src: string | null;
  className?: string;
  onTap?: () => void;
}

/** A picture of the shop; a drawing stands for one that is missing or does not load. */
export function Picture({ src, className = '', onTap }: PictureProps) {
  const [broken, setBroken] = useState(false);
  return (
    <View className={`picture ${className}`} onClick={onTap}>
      {src === null || broken ? (
        <Icon name="box" />
      ) : (
        <Image
          className="picture__image"
          src={pictureUrl(src)}
          mode="aspectFill"
          lazyLoad
          onError={() => setBroken(true)}
        />
      )}
    </View>
  );
}
