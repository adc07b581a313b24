// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** Files of distributions, which are packed in several ways. The ending of a name says how. */
final class Unpacking {
    /** What an archive's dictionary may take, in KiB. */
    private static final int MAX_MEMORY = 256 << 10;

    private Unpacking() {}

    /**
     * What a file holds.
     *
     * @param name its name
     * @param content its bytes
     */
    static InputStream of(String name, InputStream content) throws IOException {
        if (name.endsWith(".xz")) {
            return new XZInputStream(content, MAX_MEMORY);
        } else if (name.endsWith(".zst")) {
            return new ZstdInputStream(content);
        } else if (name.endsWith(".gz")) {
            return new GZIPInputStream(content);
        }
        return content;
    }

    /** The name without the ending that says how it is packed. */
    static String plain(String name) {
        return name.replaceFirst("\\.(xz|zst|gz)$", "");
    }
}
