// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes tar archives, including malformed ones. */
public final class TarFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, UTF_8.name());

    public TarFile() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    public TarFile file(String name, String content) {
        return file(name, content.getBytes(UTF_8), entry -> {});
    }

    public TarFile file(String name, byte[] content, Consumer<TarArchiveEntry> more) {
        return entry(new TarArchiveEntry(name, TarConstants.LF_NORMAL, true), content, more);
    }

    public TarFile folder(String name, Consumer<TarArchiveEntry> more) {
        return entry(new TarArchiveEntry(name + "/", TarConstants.LF_DIR, true), new byte[0], more);
    }

    public TarFile symbolicLink(String name, String target) {
        return entry(
                new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true), new byte[0], it -> it.setLinkName(target));
    }

    public TarFile link(String name, String target) {
        return entry(new TarArchiveEntry(name, TarConstants.LF_LINK, true), new byte[0], it -> it.setLinkName(target));
    }

    public TarFile device(String name) {
        return entry(new TarArchiveEntry(name, TarConstants.LF_CHR, true), new byte[0], entry -> {});
    }

    private TarFile entry(TarArchiveEntry entry, byte[] content, Consumer<TarArchiveEntry> more) {
        try {
            entry.setSize(content.length);
            more.accept(entry);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] toBytes() {
        try {
            tar.finish();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
