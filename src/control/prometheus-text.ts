/** The Prometheus text format, version 0.0.4: one writer for every family of /metrics. */
export type Labels = Readonly<Record<string, string | number>>

export class PrometheusText {
  #lines: string[] = []

  counter(name: string, help: string, samples: readonly (readonly [Labels, number])[]): this {
    return this.#family(name, 'counter', help, samples)
  }

  gauge(name: string, help: string, samples: readonly (readonly [Labels, number])[]): this {
    return this.#family(name, 'gauge', help, samples)
  }

  /** `counts` are per bucket, not cumulative; the one behind the last bound is +Inf's. */
  histogram(
    name: string,
    help: string,
    bounds: readonly number[],
    samples: readonly HistogramSample[],
  ): this {
    this.#head(name, 'histogram', help)
    for (const { labels, counts, sum } of samples) {
      let total = 0
      for (const [index, bound] of [...bounds, '+Inf'].entries()) {
        total += counts[index] ?? 0
        this.#sample(`${name}_bucket`, { ...labels, le: bound }, total)
      }
      this.#sample(`${name}_sum`, labels, sum)
      this.#sample(`${name}_count`, labels, total)
    }
    return this
  }

  get text(): string {
    return `${this.#lines.join('\n')}\n`
  }

  #family(
    name: string,
    type: 'counter' | 'gauge',
    help: string,
    samples: readonly (readonly [Labels, number])[],
  ): this {
    this.#head(name, type, help)
    for (const [labels, value] of samples) this.#sample(name, labels, value)
    return this
  }

  #head(name: string, type: string, help: string): void {
    this.#lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`)
  }

  #sample(name: string, labels: Labels, value: number): void {
    const pairs = Object.entries(labels).map(
      ([label, text]) => `${label}="${escaped(String(text))}"`,
    )
    this.#lines.push(`${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`)
  }
}

export interface HistogramSample {
  readonly labels: Labels
  readonly counts: readonly number[]
  readonly sum: number
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
