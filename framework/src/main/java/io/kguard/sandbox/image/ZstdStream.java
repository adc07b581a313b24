package io.kguard.sandbox.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a file holds that is compressed with zstd, which the JDK can't read: the program of that name can. */
final class ZstdStream extends FilterInputStream {
    private final Process process;
    private final Path file;
    private boolean ended;

    private ZstdStream(Process process, Path file) {
        super(process.getInputStream());
        this.process = process;
        this.file = file;
    }

    static ZstdStream open(Path file) throws IOException {
        try {
            Process process = new ProcessBuilder("zstd", "-dcq")
                    .redirectInput(file.toFile())
                    .start();
            return new ZstdStream(process, file);
        } catch (IOException e) {
            throw new IOException(
                    file.getFileName() + " is compressed with zstd, and this machine has no program zstd to read it."
                            + " Install it (apt-get install zstd), or compress with gzip.",
                    e);
        }
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b < 0) {
            checkEnd();
        }
        return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = super.read(target, offset, length);
        if (n < 0) {
            checkEnd();
        }
        return n;
    }

    /** A damaged file ends early, and only the program's status says so. */
    private void checkEnd() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(file.getFileName() + " can't be uncompressed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + file.getFileName() + " was uncompressed", e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        super.close();
    }
}
