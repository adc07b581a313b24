// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.atomic;

import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The import of a folder of atomics.
 *
 * @param written the scenario files
 * @param refused the tests for Linux or containers that can't be scenarios, each with its place and the reason
 * @param foreign how many tests are for other platforms alone
 */
public record AtomicImport(List<Path> written, List<String> refused, int foreign) {
    /** The image of the machine's own programs. */
    public static final String BASE = "base";

    private static final int MAX_FILES = 5000;
    private static final int MAX_DEPTH = 8;

    /** Copies the lists. */
    public AtomicImport {
        written = List.copyOf(written);
        refused = List.copyOf(refused);
    }

    /**
     * Writes a scenario for each test that can be one. Existing files of the same name are replaced.
     *
     * @param atomics the folder, which is searched for files whose name is a technique, such as {@code T1003.yaml}
     * @param into the folder for the scenarios, created if absent
     * @param image of the containers that the commands run in
     * @throws AtomicException if a file is not in the format, or there is none. Then nothing was written
     * @throws IOException if a file can't be read or written
     */
    public static AtomicImport run(Path atomics, Path into, String image) throws IOException {
        Map<AtomicTest, AtomicFolder> tests = new LinkedHashMap<>();
        for (Path file : files(atomics)) {
            AtomicReader.read(file).forEach(test -> tests.put(test, new AtomicFolder(atomics, file)));
        }
        List<Path> written = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int foreign = 0;
        for (Map.Entry<AtomicTest, AtomicFolder> entry : tests.entrySet()) {
            AtomicTest test = entry.getKey();
            if (test.isForeign()) {
                foreign++;
                continue;
            }
            String refusal = test.refusal();
            if (refusal.isEmpty()) {
                try {
                    String text =
                            AtomicScenario.text(test, image, entry.getValue().needsOf(test.scripts()));
                    Path file = into.resolve(AtomicScenario.id(test) + ".yaml");
                    WholeFile.write(file, text);
                    written.add(file);
                    continue;
                } catch (AtomicException | OwnFolder.LeftException e) {
                    refusal = String.valueOf(e.getMessage());
                }
            }
            refused.add(test.place() + ": " + test.id() + " " + test.name() + ": " + refusal);
        }
        return new AtomicImport(written, refused, foreign);
    }

    private static List<Path> files(Path atomics) throws IOException {
        if (!Files.exists(atomics)) {
            throw new NoSuchFileException(atomics.toString());
        }
        try (Stream<Path> all = Files.find(
                atomics,
                MAX_DEPTH,
                (path, attributes) -> attributes.isRegularFile()
                        && String.valueOf(path.getFileName()).matches("T\\d{4}(\\.\\d{3})?\\.ya?ml"))) {
            List<Path> files = all.sorted().limit(MAX_FILES + 1L).toList();
            if (files.isEmpty()) {
                throw new AtomicException(
                        atomics + " holds no atomic: a file whose name is a technique, such as T1003.008.yaml");
            }
            if (files.size() > MAX_FILES) {
                throw new AtomicException(
                        atomics + " holds more than " + MAX_FILES + " atomics; import fewer at a time");
            }
            return files;
        }
    }

    /** What was done, in lines. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(count(written.size(), "scenario was", "scenarios were") + " written. "
                + count(foreign, "test is", "tests are") + " for other platforms. "
                + count(refused.size(), "test", "tests") + " can't be imported" + (refused.isEmpty() ? "." : ":"));
        refused.forEach(line -> lines.add("  " + line));
        lines.add("They show which rules fire. They check no rule, because an atomic does not say what its effect is.");
        return lines;
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
