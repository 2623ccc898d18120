/** A text in both languages, Chinese first. */
export interface BothLanguages {
  readonly zh: string;
  readonly en: string;
}

/** A page to print, whatever it becomes: HTML or PDF. Texts are plain; whoever draws it escapes them. */
export interface PrintedPage {
  readonly title: BothLanguages;
  /** Beside the title, such as numbers and days. */
  readonly marks: readonly PrintedFact[];
  readonly parts: readonly PrintedPart[];
  /** At the foot of every sheet, before its number. */
  readonly foot: string;
}

export interface PrintedFact {
  readonly label: BothLanguages;
  readonly value: string;
}

export type PrintedPart =
  | {
      readonly kind: "facts";
      readonly heading: BothLanguages;
      readonly facts: readonly PrintedFact[];
    }
  | {
      readonly kind: "table";
      readonly heading: BothLanguages;
      readonly columns: readonly PrintedColumn[];
      readonly rows: readonly (readonly string[])[];
      /** Set apart below the rows; a cell each column. */
      readonly total: readonly string[] | null;
    }
  | {
      readonly kind: "notes";
      readonly heading: BothLanguages;
      readonly notes: readonly BothLanguages[];
    };

export interface PrintedColumn {
  readonly title: BothLanguages;
  /** Amounts stand to the right. */
  readonly align: "left" | "right";
  /** Its part of the width, against those of the others. */
  readonly weight: number;
}
