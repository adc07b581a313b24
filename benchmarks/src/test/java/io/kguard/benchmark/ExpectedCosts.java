// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The file of the figures that a program may have: a line for each, as a share of what the reference has. */
final class ExpectedCosts {
    private final Path file;
    private final List<String> lines;
    private final Map<String, Double> shares = new LinkedHashMap<>();

    ExpectedCosts(Path file) throws IOException {
        this.file = file;
        this.lines = new ArrayList<>(Files.readAllLines(file));
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (isFigure(words)) {
                shares.put(words[0], Double.parseDouble(words[1]));
            }
        }
    }

    private static boolean isFigure(String... words) {
        return words.length == 2 && !words[0].startsWith("#") && !words[0].equals("reference");
    }

    /** The figures that the file has, in its order. */
    List<String> names() {
        return List.copyOf(shares.keySet());
    }

    double share(String name) {
        Double share = shares.get(name);
        if (share == null) {
            throw new IllegalStateException(file + " has no figure " + name);
        }
        return share;
    }

    /** Writes the file again with a figure that became smaller. */
    void lower(String name, double share) throws IOException {
        lines.replaceAll(
                line -> line.startsWith(name + " ") ? String.format(Locale.ROOT, "%s %.2f", name, share) : line);
        Files.write(file, lines);
    }
}
