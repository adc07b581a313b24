package io.kguard.output;

import java.net.URI;
import java.nio.file.Path;

/** Where a {@code falco.yaml} sends alerts. */
sealed interface ChannelSettings {
    /** {@code stdout_output}. */
    record Stdout() implements ChannelSettings {}

    /** {@code file_output}: lines are appended; without {@code keepAlive} the file is opened anew for each. */
    record ToFile(Path file, boolean keepAlive) implements ChannelSettings {}

    /** {@code program_output}: a shell command reads lines; without {@code keepAlive} one is started for each. */
    record ToProgram(String command, boolean keepAlive) implements ChannelSettings {}

    /** {@code http_output}: each line is the body of a POST. */
    record ToHttp(URI url, String userAgent, boolean compress, boolean json) implements ChannelSettings {}
}
