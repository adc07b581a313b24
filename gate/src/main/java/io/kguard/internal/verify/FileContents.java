// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.shard.Digest;
import io.kguard.scenario.ScenarioCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Digests of the files of scenarios, each of which is read once. Not thread-safe. */
final class FileContents {
    private final Predicate<String> names;
    private final Map<Path, String> files = new HashMap<>();
    private final Map<Path, Map<String, String>> jars = new HashMap<>();

    /**
     * Digests.
     *
     * @param names which files in folders count
     */
    FileContents(Predicate<String> names) {
        this.names = names;
    }

    /** A digest of what a scenario reads, as far as that is known; empty if it can't be read, and who plays it says why. */
    String of(ScenarioFiles scenario) {
        Digest digest = new Digest();
        Path jar = scenario.jar();
        try {
            if (jar != null) {
                digest.add("jar").add(inJar(jar, scenario.entry()));
            }
            for (Map.Entry<String, Path> file : scenario.files().entrySet()) {
                digest.add(file.getKey()).add(of(file.getValue()));
            }
        } catch (IOException e) {
            return "";
        }
        return digest.hex();
    }

    private String of(Path file) throws IOException {
        String known = files.get(file);
        if (known == null) {
            known = new Digest().add(file, names).hex();
            files.put(file, known);
        }
        return known;
    }

    private String inJar(Path jar, String entry) throws IOException {
        Map<String, String> entries = jars.get(jar);
        if (entries == null) {
            entries = scenarios(jar);
            jars.put(jar, entries);
        }
        String content = entries.get(entry);
        if (content == null) {
            throw new IOException(jar + " has no " + entry);
        }
        return content;
    }

    private static Map<String, String> scenarios(Path jar) throws IOException {
        Map<String, String> entries = new HashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> all = zip.stream()
                    .filter(entry -> entry.getName().startsWith(ScenarioCatalogue.RESOURCES) && !entry.isDirectory())
                    .toList();
            for (ZipEntry entry : all) {
                try (InputStream in = zip.getInputStream(entry)) {
                    entries.put(
                            entry.getName(),
                            new Digest()
                                    .add(HexFormat.of().formatHex(in.readAllBytes()))
                                    .hex());
                }
            }
        }
        return entries;
    }
}
