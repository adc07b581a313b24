// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

class TarReaderTest {
    private static final Deadline LATER = Deadline.in(Duration.ofMinutes(10));

    /** What never ends. */
    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 'a';
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            java.util.Arrays.fill(target, offset, offset + length, (byte) 'a');
            return length;
        }
    }

    private static InputStream header(byte type, long size) {
        TarArchiveEntry entry = new TarArchiveEntry("././@LongLink", type);
        entry.setSize(size);
        byte[] block = new byte[512];
        entry.writeEntryHeader(block);
        return new ByteArrayInputStream(block);
    }

    @Test
    void namesWithoutEndAreRefused() {
        for (byte type : List.of(TarConstants.LF_GNUTYPE_LONGNAME, TarConstants.LF_GNUTYPE_LONGLINK)) {
            TarReader tar =
                    new TarReader(new SequenceInputStream(header(type, 7L << 30), new Endless()), 1 << 20, LATER);

            assertThatThrownBy(tar::next).isInstanceOf(IOException.class).hasMessageContaining("headers of a file");
        }
    }

    @Test
    void anArchiveWithoutEndIsRefused() throws IOException {
        TarReader tar = new TarReader(
                new SequenceInputStream(header(TarConstants.LF_NORMAL, 7L << 30), new Endless()), 1 << 20, LATER);
        assertThat(tar.next()).isNotNull();

        assertThatThrownBy(tar::next).isInstanceOf(IOException.class).hasMessageContaining("too large");
    }

    @Test
    void filesAreFoundWhetherTheyAreReadOrNot() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            for (String name : List.of("one", "two", "three")) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(1000);
                out.putArchiveEntry(entry);
                out.write(new byte[1000]);
                out.closeArchiveEntry();
            }
        }
        try (TarReader tar = new TarReader(new ByteArrayInputStream(bytes.toByteArray()), 1 << 20, LATER)) {
            assertThat(tar.next()).extracting(TarArchiveEntry::getName).isEqualTo("one");
            assertThat(tar.content().readAllBytes()).hasSize(1000);
            assertThat(tar.next()).extracting(TarArchiveEntry::getName).isEqualTo("two");
            assertThat(tar.next()).extracting(TarArchiveEntry::getName).isEqualTo("three");
            assertThat(tar.next()).isNull();
        }
    }

    @Test
    void readingEndsInTime() {
        TarReader tar = new TarReader(
                new SequenceInputStream(header(TarConstants.LF_NORMAL, 1 << 20), new Endless()),
                1 << 20,
                Deadline.in(Duration.ZERO));

        assertThatThrownBy(tar::next).isInstanceOf(IOException.class).hasMessageContaining("takes longer than 0 s");
    }
}
