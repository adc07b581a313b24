// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** {@code stdout_output}: a stream that is not closed, because others write to it too. */
record StreamChannel(OutputStream stream) implements Channel {
    @Override
    public String name() {
        return "stdout_output";
    }

    @Override
    public long send(String line) throws IOException {
        stream.write((line + "\n").getBytes(UTF_8));
        stream.flush();
        if (stream instanceof PrintStream print && print.checkError()) {
            throw new IOException("it is closed, or can't be written to");
        }
        return 1;
    }
}
