import { roomTexts } from '../texts/room-texts.ts'

export const useTexts = roomTexts(
  'overview',
  {
    whoseFailures: 'Whose failures',
    shareOf: '{{share}} % · {{count}}',
    what: 'What',
    where: 'Where',
    whoActs: 'Who acts',
    since: 'First in this time',
    afterRelease: '{{minutes}} min after release {{number}}',
    otherGroups_one: '{{count}} more kind of failure: ask for it in the flow log.',
    otherGroups_other: '{{count}} more kinds of failures: ask for them in the flow log.',
    lastOne: 'the last one',
    nobodyCalled: 'No request came in this time. Call a resource, or choose a longer time.',
    releaseMark: 'Release {{number}} of {{gateway}}/{{stage}}: {{time}}',
  },
  {
    whoseFailures: '失败是谁的问题',
    shareOf: '{{share}} % · {{count}}',
    what: '问题',
    where: '位置',
    whoActs: '谁来处理',
    since: '此时段内首次出现',
    afterRelease: '发布版本 {{number}} 后 {{minutes}} 分钟',
    otherGroups_one: '另有 {{count}} 类失败：请在流水日志中查询。',
    otherGroups_other: '另有 {{count}} 类失败：请在流水日志中查询。',
    lastOne: '最近一次请求',
    nobodyCalled: '这段时间内没有请求。请调用一个资源，或选择更长的时间。',
    releaseMark: '{{gateway}}/{{stage}} 发布版本 {{number}}：{{time}}',
  },
)
