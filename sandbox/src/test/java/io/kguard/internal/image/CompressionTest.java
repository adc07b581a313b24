// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressionTest {
    private static final byte[] CONTENT = "line after line\n".repeat(100_000).getBytes(UTF_8);

    @TempDir
    private Path folder;

    private interface Compressor {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] compressed(Compressor compressor) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = compressor.over(packed)) {
            out.write(CONTENT);
        }
        return packed.toByteArray();
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("layer.tar"), content);
    }

    private static byte[] uncompressed(Path file) throws IOException {
        try (InputStream in = Compression.open(file)) {
            return in.readAllBytes();
        }
    }

    @Test
    void theFirstBytesSayHowAFileIsCompressed() throws IOException {
        assertThat(uncompressed(file(CONTENT))).isEqualTo(CONTENT);
        assertThat(uncompressed(file(compressed(GZIPOutputStream::new)))).isEqualTo(CONTENT);
        assertThat(uncompressed(file(compressed(ZstdOutputStream::new)))).isEqualTo(CONTENT);
    }

    @Test
    void framesOfZstdMayFollowEachOther() throws IOException {
        byte[] frame = compressed(ZstdOutputStream::new);
        byte[] both = Arrays.copyOf(frame, 2 * frame.length);
        System.arraycopy(frame, 0, both, frame.length, frame.length);

        assertThat(uncompressed(file(both))).hasSize(2 * CONTENT.length);
    }

    @Test
    void whatIsCutOffOrFollowedByOtherBytesIsAnError() throws IOException {
        byte[] frame = compressed(ZstdOutputStream::new);

        assertThatThrownBy(() -> uncompressed(file(Arrays.copyOf(frame, frame.length / 2))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("layer.tar can't be uncompressed: ");
        assertThatThrownBy(() -> uncompressed(file(Arrays.copyOf(frame, frame.length + 100))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("layer.tar can't be uncompressed: ");
    }

    @Test
    void withoutTheLibraryTheMessageNamesIt() throws Exception {
        Path file = file(compressed(ZstdOutputStream::new));
        URL code = Compression.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader alone = new URLClassLoader(new URL[] {code}, ClassLoader.getPlatformClassLoader())) {
            Method open = alone.loadClass(Compression.class.getName()).getDeclaredMethod("open", Path.class);
            open.setAccessible(true);

            assertThatThrownBy(() -> open.invoke(null, file))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "layer.tar is compressed with zstd, and com.github.luben:zstd-jni, which reads that, is not"
                                    + " on the class path. Add it to the dependencies, or compress with gzip.");
        }
    }
}
