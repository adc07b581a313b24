package io.kguard.scenario;

/**
 * A place in a scenario file.
 *
 * @param file the file's path or, in a jar, its address
 * @param line from 1
 * @param column from 1
 */
public record Origin(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }

    /** The line of Java that called into this package, for what is written in Java. */
    static Origin ofCaller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(
                                frame -> !frame.getClassName().startsWith(Origin.class.getPackageName() + "."))
                        .findFirst()
                        .map(frame ->
                                new Origin(String.valueOf(frame.getFileName()), Math.max(1, frame.getLineNumber()), 1))
                        .orElseThrow());
    }
}
