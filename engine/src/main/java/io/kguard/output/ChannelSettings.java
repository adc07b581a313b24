// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** The channels of a {@code falco.yaml}. */
sealed interface ChannelSettings {
    /**
     * Opens the channel.
     *
     * @param stdout the target of {@code stdout_output}
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

    /** {@code file_output}: appends lines; without {@code keepAlive} it opens the file again for each line. */
    record ToFile(Path file, boolean keepAlive) implements ChannelSettings {
        @Override
        public Channel open(OutputStream stdout) throws IOException {
            return new FileChannel(file, keepAlive);
        }
    }

    /**
     * {@code program_output}: a shell command that reads lines; without {@code keepAlive} it is started for each line.
     */
    record ToProgram(String command, boolean keepAlive) implements ChannelSettings {
        @Override
        public Channel open(OutputStream stdout) throws IOException {
            return new ProgramChannel(command, keepAlive);
        }
    }

    /** {@code http_output}: posts each line. */
    record ToHttp(URI url, String userAgent, boolean json) implements ChannelSettings {
        private static final Duration TIMEOUT = Duration.ofSeconds(10);

        @Override
        public Channel open(OutputStream stdout) {
            return new HttpChannel(this, TIMEOUT);
        }
    }
}
