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
}
