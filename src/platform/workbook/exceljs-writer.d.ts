/**
 * The part of exceljs that writes, loaded by its own path: a third of the start-up time of the whole
 * package. Declared here because exceljs has no types for it, and only as far as it is used. The names
 * with an underscore are private to exceljs; the version is pinned, and the tests read back what is made.
 */
declare module "exceljs/lib/stream/xlsx/workbook-writer.js" {
  import type { Writable } from "node:stream";
  import type { PageSetup, Style, WorksheetView } from "exceljs";

  export interface SheetTarget {
    write(chunk: string | { toBuffer(): Buffer }): void;
    end(): void;
    pause(): void;
  }

  export interface WorksheetWriter {
    readonly stream: SheetTarget;
    readonly _merges: string[];
    columns: { width: number }[];
    autoFilter: string | null;
    startedData: boolean;
    commit(): void;
    _writeColumns(): void;
    _writeOpenSheetData(): void;
    _writeSheetProtection(): void;
    _writeRowBreaks(): void;
  }

  export interface WorksheetOptions {
    views: Partial<WorksheetView>[];
    pageSetup: Partial<PageSetup>;
    headerFooter: { oddHeader: string; oddFooter: string };
    properties: { defaultRowHeight: number; tabColor?: { argb: string } };
  }

  export interface Zip {
    append(text: string, entry: { name: string }): unknown;
  }

  export interface WriterOptions {
    stream: Writable;
    useStyles: boolean;
    useSharedStrings: boolean;
    created: Date;
    modified: Date;
    creator: string;
    lastModifiedBy: string;
  }

  // biome-ignore lint/style/noDefaultExport: exceljs exports it so
  export default class WorkbookWriter {
    constructor(options: WriterOptions);
    title: string;
    zip: Zip;
    readonly styles: { addStyleModel(style: Partial<Style>): number };
    addWorksheet(name: string, options: WorksheetOptions): WorksheetWriter;
    commit(): Promise<void>;
    protected addThemes(): Promise<void>;
    protected addOfficeRels(): Promise<void>;
    protected _finalize(): Promise<void>;
    protected _openStream(path: string): SheetTarget;
  }
}
