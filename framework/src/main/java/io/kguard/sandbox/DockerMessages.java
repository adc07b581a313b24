package io.kguard.sandbox;

/** What a Docker daemon says, made short. */
final class DockerMessages {
    private static final String[] PREFIXES = {
        "unable to start container process: ", "OCI runtime exec failed: ", "OCI runtime create failed: "
    };

    private DockerMessages() {}

    /** The reason in a message, without the names of all that passed it on. */
    static String reason(String message) {
        String text = message.strip();
        for (String prefix : PREFIXES) {
            int at = text.lastIndexOf(prefix);
            if (at >= 0) {
                text = text.substring(at + prefix.length());
                break;
            }
        }
        return text.endsWith(": unknown") ? text.substring(0, text.length() - ": unknown".length()) : text;
    }
}
