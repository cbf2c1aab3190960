import { readFileSync } from 'node:fs';
import type { NativeImage, Size } from 'electron';
import { HostEmitter, notSupported } from '../unsupported.ts';
import { decodePng, type Pixels, pngSize } from './png.ts';

type Implemented = Pick<
  NativeImage,
  'toPNG' | 'isEmpty' | 'toDataURL' | 'isTemplateImage' | 'setTemplateImage'
> & {
  getSize(): Size;
};

/** Electron's `NativeImage` over a PNG, which it never re-encodes. */
export class HostNativeImage extends HostEmitter implements Implemented {
  readonly #png: Buffer;
  #template = false;

  private constructor(png: Buffer) {
    super();
    this.#png = png;
  }

  static fromBuffer(buffer: Buffer): HostNativeImage {
    if (buffer.length > 0 && !pngSize(buffer)) throw notSupported('nativeImage of anything but PNG');
    return new HostNativeImage(buffer);
  }

  /** As Electron, gives an empty picture where there is no such file. */
  static fromPath(path: string): HostNativeImage {
    try {
      return HostNativeImage.fromBuffer(readFileSync(path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return new HostNativeImage(Buffer.alloc(0));
    }
  }

  toPNG(): Buffer {
    return Buffer.from(this.#png);
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#png.toString('base64')}`;
  }

  isEmpty(): boolean {
    return this.#png.length === 0;
  }

  getSize(): Size {
    return pngSize(this.#png) ?? { width: 0, height: 0 };
  }

  isTemplateImage(): boolean {
    return this.#template;
  }

  setTemplateImage(option: boolean): void {
    this.#template = option;
  }

  /** The pixels, for what cannot take a PNG. */
  pixels(): Pixels {
    return decodePng(this.#png);
  }
}

/** Electron's `nativeImage`. */
export class HostNativeImages extends HostEmitter {
  createEmpty(): HostNativeImage {
    return HostNativeImage.fromBuffer(Buffer.alloc(0));
  }

  createFromPath(path: string): HostNativeImage {
    return HostNativeImage.fromPath(path);
  }

  createFromBuffer(buffer: Buffer): HostNativeImage {
    return HostNativeImage.fromBuffer(buffer);
  }

  createFromDataURL(dataURL: string): HostNativeImage {
    const base64 = /^data:image\/png;base64,(.*)$/s.exec(dataURL)?.[1];
    if (base64 === undefined)
      throw notSupported('nativeImage.createFromDataURL of anything but a base64 PNG');
    return HostNativeImage.fromBuffer(Buffer.from(base64, 'base64'));
  }
}
