import type { CreateProductBody } from '@tuanlink/shared/dto';
import type { PictureName } from './pictures/index.js';

/** A product of the demo shop before its pictures are uploaded. */
export interface DemoProduct extends Omit<CreateProductBody, 'images' | 'status'> {
  pictures: PictureName[];
}

const sku = (name: string, priceFen: number, costFen: number, stock: number, code: string) => {
  return { name, priceFen, costFen, stock, code };
};

/** What the demo shop sells. Facts come first in every description. */
export const demoProducts = {
  oranges: {
    title: '赣南脐橙 当季现摘',
    description:
      '产地：江西赣州信丰。净重 5 斤约 9–11 个，10 斤约 18–22 个；单果 220–270 克，可溶性固形物 ≥ 12%。\n' +
      '采摘后 24 小时内发出，坏果按个赔付，签收 48 小时内联系我们。\n\n' +
      '皮薄、汁多、少渣。常温放通风处可存 15 天，冷藏更久。',
    skus: [sku('5 斤装', 3990, 2350, 260, 'ORA-5'), sku('10 斤礼盒装', 6990, 4280, 120, 'ORA-10')],
    pictures: ['oranges', 'orange-cut'],
  },
  eggs: {
    title: '林下散养土鸡蛋',
    description:
      '产地：安徽宣城，林下散养。单枚 42–48 克，生产日期为发货前 3 天以内，保质期 30 天。\n' +
      '珍珠棉盒装，破损包赔：签收 24 小时内拍照即可。\n\n' +
      '蛋黄饱满，适合水煮与蒸蛋。',
    skus: [sku('10 枚', 1990, 1180, 300, 'EGG-10'), sku('30 枚', 4990, 3200, 200, 'EGG-30')],
    pictures: ['eggs', 'eggs-nest'],
  },
  towels: {
    title: '新疆长绒棉毛巾',
    description:
      '材质：100% 新疆长绒棉，执行标准 GB/T 22864，A 类。尺寸 34 × 75 厘米，单条 110 克。\n' +
      '首次使用前请清水洗涤，深浅色分开洗。支持 7 天无理由退货（未洗未用）。\n\n' +
      '毛圈细密，吸水快，不易发硬。',
    skus: [sku('2 条 · 奶白＋雾蓝', 3680, 1900, 180, 'TOW-2'), sku('4 条 · 四色', 6680, 3600, 140, 'TOW-4')],
    pictures: ['towels'],
  },
  tea: {
    title: '武夷山大红袍 正岩清香',
    description:
      '产地：福建武夷山。等级：一级；2026 年春茶；执行标准 GB/T 18745。净含量见规格，保质期 24 个月。\n' +
      '每泡 8 克独立小包，100 ℃ 沸水，第一泡 10 秒，可冲 7 次左右。\n\n' +
      '中轻火焙，花果香，回甘明显。',
    skus: [sku('8 克 × 6 泡', 5900, 2600, 150, 'TEA-6'), sku('8 克 × 15 泡罐装', 12800, 6100, 80, 'TEA-15')],
    pictures: ['tea', 'tea-cup'],
  },
  rice: {
    title: '五常稻花香大米',
    description:
      '产地：黑龙江五常，品种五优稻 4 号，2026 年新米。执行标准 GB/T 19266，保质期 12 个月。\n' +
      '真空包装，收到如有漏气请勿签收。米水比 1 : 1.2，浸泡 20 分钟更软糯。\n\n' +
      '米粒细长，饭香浓，凉了不硬。',
    skus: [sku('2.5 千克', 4590, 3050, 200, 'RIC-2'), sku('5 千克', 8590, 5800, 160, 'RIC-5')],
    pictures: ['rice', 'rice-bowl'],
  },
  honey: {
    title: '秦岭洋槐蜂蜜',
    description:
      '产地：陕西秦岭，洋槐花期成熟蜜，波美度 ≥ 42。配料：蜂蜜。净含量 500 克，保质期 24 个月。\n' +
      '低温会结晶，属正常现象，40 ℃ 温水隔水可化开。1 岁以下婴儿不宜食用。\n\n' +
      '色浅味清，适合兑温水与酸奶。',
    skus: [sku('500 克', 4980, 2700, 160, 'HON-1'), sku('500 克 × 2', 9280, 5200, 90, 'HON-2')],
    pictures: ['honey'],
  },
  mug: {
    title: '手作粗陶马克杯',
    description:
      '产地：江西景德镇。容量 320 毫升，高 9.5 厘米，口径 8.2 厘米。可进微波炉与洗碗机。\n' +
      '手工拉坯，每只釉色略有差别；运输破损包赔。\n\n' +
      '杯壁厚实，握感温润。',
    skus: [sku('雾蓝', 4900, 2100, 70, 'MUG-B'), sku('燕麦白', 4900, 2100, 70, 'MUG-W')],
    pictures: ['mug'],
    commission: { rateBp: 1200 },
  },
  noodles: {
    title: '手工空心挂面',
    description:
      '产地：河北藁城。配料：小麦粉、水、食用盐。净含量 500 克／把，保质期 12 个月，阴凉干燥处存放。\n' +
      '沸水下锅煮 3–4 分钟，中途点一次凉水。\n\n' +
      '自然晾晒，面芯有孔，吸汤。',
    skus: [sku('500 克 × 2 把', 2290, 1250, 240, 'NOO-2'), sku('500 克 × 4 把', 4290, 2400, 160, 'NOO-4')],
    pictures: ['noodles'],
  },
  shrimp: {
    title: '冷冻青虾仁',
    description:
      '产地：广东湛江。规格 41–50 只／磅，净虾含量 ≥ 80%，已去虾线。−18 ℃ 保存，保质期 18 个月。\n' +
      '泡沫箱加冰袋顺丰冷链发出，收到完全化冻可全额退款。\n\n' +
      '冷藏解冻后沥干水分再下锅，口感更弹。',
    skus: [sku('400 克', 3980, 2650, 120, 'SHR-1'), sku('400 克 × 3', 10980, 7700, 60, 'SHR-3')],
    pictures: ['shrimp'],
  },
  apples: {
    title: '烟台红富士苹果',
    description:
      '产地：山东烟台栖霞。果径 80–85 毫米，5 斤约 9–10 个，可溶性固形物 ≥ 13%。\n' +
      '纸箱网套包装，坏果按个赔付，签收 48 小时内联系我们。\n\n' +
      '脆甜多汁。与其他水果分开存放，可冷藏 30 天。',
    skus: [sku('5 斤装', 3290, 1950, 220, 'APP-5'), sku('9 斤装', 5490, 3300, 110, 'APP-9')],
    pictures: ['apples', 'apple-half'],
  },
  detergent: {
    title: '浓缩洗衣液 无磷',
    description:
      '净含量 2 千克／瓶，活性物含量 ≥ 25%，无磷、无荧光增白剂。执行标准 QB/T 1224，保质期 36 个月。\n' +
      '机洗 8 件衣物约 30 毫升，瓶盖内侧有刻度。请放在儿童够不着的地方。\n\n' +
      '淡皂香，低泡易漂。',
    skus: [sku('2 千克', 2990, 1600, 200, 'DET-1'), sku('2 千克 × 2', 5590, 3100, 120, 'DET-2')],
    pictures: ['detergent'],
    commission: { rateBp: 0 },
  },
  socks: {
    title: '精梳棉中筒袜',
    description:
      '成分：精梳棉 78%、锦纶 20%、氨纶 2%。均码适合 38–43 码，筒高 18 厘米。执行标准 FZ/T 73001，B 类。\n' +
      '30 ℃ 以下洗涤，不可漂白。支持 7 天无理由退货（未洗未穿）。\n\n' +
      '无骨缝头，四季厚度。',
    skus: [
      sku('3 双 · 莫兰迪', 2590, 1150, 180, 'SOC-3'),
      sku('5 双 · 莫兰迪', 3990, 1850, 150, 'SOC-5'),
      sku('5 双 · 黑白灰', 3990, 1850, 150, 'SOC-5B'),
    ],
    pictures: ['socks'],
  },
} as const satisfies Record<string, DemoProduct>;

/** Names of the demo's products within this program. */
export type ProductName = keyof typeof demoProducts;
