import type { gatewayErrors } from '../../model/errors/gateway-errors.ts'
import type { ErrorText } from './catalogue-text.ts'
import { unseenSoRepeat } from './shared-advice.ts'

/** The gateway itself failed. */
export const gatewayTexts: Readonly<Record<keyof typeof gatewayErrors, ErrorText>> = {
  gateway_bug: {
    titleZh: '网关自身出错。',
    why: [
      'A defect of the gateway. Neither the caller nor the backend is to blame; this one request failed and others go on.',
      '网关缺陷，与调用方和后端无关。只有该请求失败，其他请求不受影响。',
    ],
    remedyZh: '这是网关缺陷，请带 request id 上报；进程日志有细节。',
    caller: [
      'Give the X-Bkapi-Request-ID to whoever runs the gateway. Whether the backend has seen the request is in its record.',
      '把 X-Bkapi-Request-ID 交给网关平台运维。后端是否收到请求可在流水记录中查到。',
    ],
  },
  plugin_failed: {
    titleZh: '网关的插件出错。',
    why: [
      'A plugin threw, by its options or by a defect. The message names the plugin; the backend was not asked.',
      '插件因配置或缺陷抛出异常。消息中有插件名；没有请求后端。',
    ],
    remedyZh: '带 request id 上报；进程日志指明插件和错误。',
    caller: unseenSoRepeat,
    publisher: [
      'Where the verdict names the options of the plugin: correct them and release again.',
      '如结论指出是插件配置：更正并重新发布。',
    ],
  },
  invalid_resource_config: {
    titleZh: '资源配置无法工作。',
    why: [
      'The released configuration contradicts itself, for instance a permission check without an application to check.',
      '已发布的配置自相矛盾，例如要求权限校验却不要求应用身份。',
    ],
    remedyZh: '更正资源并重新发布。',
    caller: [
      'No request to this resource can succeed: tell the maintainers of the gateway.',
      '对该资源的任何请求都无法成功：请通知网关维护人。',
    ],
  },
  jwt_sign_failed: {
    titleZh: '给后端的身份令牌签名失败。',
    why: [
      "The gateway's private key (`keys/GATEWAY.pem` of the data folder) is missing, damaged, or too short.",
      '网关私钥（数据目录中的 keys/网关名.pem）缺失、损坏或过短。',
    ],
    remedyZh: '检查数据目录中的网关密钥；faultline doctor 会逐个检查。',
    caller: unseenSoRepeat,
  },
  gateway_stopping: {
    titleZh: '网关正在停止。',
    why: [
      'A restart or an update: the request was still in flight when the time to finish was over.',
      '正在重启或升级：停止时限到了，该请求仍未完成。',
    ],
    remedyZh: '重新发送请求，由其他节点应答。',
    caller: [
      'Send it again, where doing it twice does no harm: the backend may have seen it.',
      '在重复执行无害时重新发送：后端可能已经收到。',
    ],
  },
  worker_lost: {
    titleZh: '处理该请求的工作线程已退出。',
    why: [
      'The worker died (out of memory, a defect). The caller saw its connection close without an answer; another worker took over.',
      '工作线程异常退出（内存不足或缺陷）。调用方看到连接被关闭且没有应答；其他工作线程已接替。',
    ],
    remedyZh: '带 request id 上报；进程日志说明退出原因。',
    caller: [
      'Repeat the request only if doing it twice does no harm: the backend may have seen it.',
      '仅在重复执行无害时重试：后端可能已经收到。',
    ],
  },
}
