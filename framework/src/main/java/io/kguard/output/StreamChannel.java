package io.kguard.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** {@code stdout_output}: a stream that isn't closed, as others write to it too. */
record StreamChannel(OutputStream stream) implements Channel {
    @Override
    public String name() {
        return "stdout_output";
    }

    @Override
    public void send(String line) throws IOException {
        stream.write((line + "\n").getBytes(UTF_8));
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        stream.flush();
    }

    @Override
    public void abort() {}
}
