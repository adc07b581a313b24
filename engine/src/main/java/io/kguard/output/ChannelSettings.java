// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Where a {@code falco.yaml} sends alerts. */
sealed interface ChannelSettings {
    /**
     * Opens the channel.
     *
     * @param stdout where {@code stdout_output} writes
     * @throws IOException if it can't be opened
     */
    Channel open(OutputStream stdout) throws IOException;

    /** {@code stdout_output}. */
    record Stdout() implements ChannelSettings {
        @Override
        public Channel open(OutputStream stdout) {
            return new StreamChannel(stdout);
        }
    }

    /** {@code file_output}: lines are appended; without {@code keepAlive} the file is opened again for each. */
    record ToFile(Path file, boolean keepAlive) implements ChannelSettings {
        @Override
        public Channel open(OutputStream stdout) throws IOException {
            return new FileChannel(file, keepAlive);
        }
    }

    /** {@code program_output}: a shell command reads lines; without {@code keepAlive} one is started for each. */
    record ToProgram(String command, boolean keepAlive) implements ChannelSettings {
        @Override
        public Channel open(OutputStream stdout) throws IOException {
            return new ProgramChannel(command, keepAlive);
        }
    }

    /** {@code http_output}: each line is the body of a POST. */
    record ToHttp(URI url, String userAgent, boolean compress, boolean json) implements ChannelSettings {
        private static final Duration TIMEOUT = Duration.ofSeconds(10);

        @Override
        public Channel open(OutputStream stdout) {
            return new HttpChannel(this, TIMEOUT);
        }
    }
}
