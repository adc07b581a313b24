// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import io.kguard.event.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the folder {@code licenses} of a distribution: the licence of each part that others wrote, and a table of them. The texts are
 * those in the jars. Most jars have none: then it is one that is kept here for the library, or one for the licence.
 */
final class Licenses {
    private static final String COMMON = "Apache-2.0"; // its text names no holder of a copyright
    private static final Pattern IN_JAR = Pattern.compile("META-INF/([^/]*(?:LICEN[CS]E|NOTICE|COPYING|AL2)[^/]*)");
    private static final Pattern IN_OURS = Pattern.compile(".*/(?:native/|linux-)[^/]+/(NOTICE)");
    private static final Pattern OWN = Pattern.compile("(?:LICEN[CS]E|COPYING|AL2).*");
    private static final Pattern PACKAGE = Pattern.compile("==== (\\S+) (.*), as this Linux distribution has it ====");

    /** Of packages of Debian whose libraries are carried, by the beginning of their names; NOTICE says which of their licences is used. */
    private static final Map<String, String> PACKAGES = Map.of(
            "libbpf", "BSD-2-Clause",
            "libelf", "LGPL-3.0-or-later OR GPL-2.0-or-later",
            "zlib", "Zlib",
            "libzstd", "BSD-3-Clause",
            "libc6", "LGPL-2.1-or-later",
            "libgcc", "GPL-3.0-or-later WITH GCC-exception-3.1");

    private final Path home;
    private final Path kept;
    private final Map<String, JsonValue> components = new HashMap<>();
    private final TreeSet<Row> rows = new TreeSet<>();
    private final List<String> missing = new ArrayList<>();

    private Licenses(Path home, Path kept) {
        this.home = home;
        this.kept = kept;
    }

    private record Row(String component, String version, String licence, String text) implements Comparable<Row> {
        @Override
        public int compareTo(Row other) {
            return Comparator.comparing(Row::component)
                    .thenComparing(Row::version)
                    .thenComparing(Row::text)
                    .compare(this, other);
        }
    }

    /**
     * Called by {@code bin/package}.
     *
     * @param arguments the folder of the distribution, the CycloneDX file of its libraries, and the folder of the texts that are kept
     */
    public static void main(String[] arguments) throws IOException {
        Licenses licenses = new Licenses(Path.of(arguments[0]), Path.of(arguments[2]));
        licenses.read(JsonValue.parse(Files.readString(Path.of(arguments[1]), StandardCharsets.ISO_8859_1)));
        licenses.write();
    }

    private void read(JsonValue bom) {
        for (JsonValue component : elements(bom, "components")) {
            components.put(text(component, "name") + "-" + text(component, "version"), component);
        }
    }

    private void write() throws IOException {
        for (Path text : files(kept)) {
            if (Files.isRegularFile(text)) {
                copy(text, "licenses/" + text.getFileName());
            }
        }
        for (Path jar : files(home.resolve("lib/app"))) {
            String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
            if (name.startsWith("kguard-")) {
                carried(jar, name);
            } else {
                library(jar, name);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the distribution would have no licence text for these; put them into "
                    + kept + ":\n  " + String.join("\n  ", missing));
        }
        runtime();
        StringBuilder table = new StringBuilder("""
                The parts of this distribution that others wrote, and where the text of their licence is. kguard itself is under the
                Apache License, Version 2.0: see LICENSE and NOTICE beside this folder. Where a library offers several licences, one
                that kguard takes is named.

                """);
        rows.forEach(row -> table.append(
                String.format("%-40s %-36s %-44s %s%n", row.component, row.version, row.licence, row.text)));
        Files.writeString(home.resolve("licenses/README"), table);
    }

    /** A jar of kguard has the notices of the native libraries in it. */
    private void carried(Path jar, String name) throws IOException {
        for (String file : extract(jar, name, IN_OURS)) {
            for (String line : Files.readAllLines(home.resolve(file))) {
                Matcher heading = PACKAGE.matcher(line);
                if (heading.matches()) {
                    String of = heading.group(1);
                    PACKAGES.entrySet().stream()
                            .filter(known -> of.startsWith(known.getKey()))
                            .findFirst()
                            .ifPresentOrElse(
                                    known -> rows.add(new Row(of, heading.group(2), known.getValue(), file)),
                                    () -> missing.add(of + ", of which " + name + " carries a library"));
                }
            }
        }
    }

    private void library(Path jar, String name) throws IOException {
        JsonValue component = components.get(name);
        List<String> licences = component == null ? List.of() : licences(component);
        if (component == null || licences.isEmpty()) {
            missing.add(name + ": its POM names no licence");
            return;
        }
        List<String> texts = extract(jar, name, IN_JAR);
        for (Path text : files(kept.resolve(text(component, "name")))) {
            String file = "licenses/" + name + "/" + text.getFileName();
            copy(text, file);
            texts.add(file);
        }
        String licence = licences.contains(COMMON) ? COMMON : String.join(" AND ", licences);
        if (texts.stream()
                .noneMatch(text ->
                        OWN.matcher(Path.of(text).getFileName().toString()).matches())) {
            if (!licence.equals(COMMON)) {
                missing.add(name + ": " + licence);
            }
            texts.add(0, "licenses/" + COMMON + ".txt");
        }
        rows.add(new Row(text(component, "name"), text(component, "version"), licence, String.join(" ", texts)));
    }

    private void runtime() throws IOException {
        Matcher version = Pattern.compile("JAVA_(?:RUNTIME_)?VERSION=\"(.*)\"")
                .matcher(Files.readString(home.resolve("lib/runtime/release")));
        if (!version.find()) {
            throw new IllegalStateException("lib/runtime/release names no version");
        }
        rows.add(new Row(
                "OpenJDK",
                version.group(1),
                "GPL-2.0-only WITH Classpath-exception-2.0",
                "licenses/GPL-2.0.txt lib/runtime/legal"));
    }

    /** Copies the files of a jar that match. Returns where they are in the distribution. */
    private List<String> extract(Path path, String name, Pattern which) throws IOException {
        List<String> texts = new ArrayList<>();
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                Matcher found = which.matcher(entry.getName());
                if (found.matches() && !entry.isDirectory()) {
                    String file = "licenses/" + name + "/" + found.group(1);
                    try (InputStream content = jar.getInputStream(entry)) {
                        Files.createDirectories(home.resolve(file).getParent());
                        Files.copy(content, home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                    }
                    texts.add(file);
                }
            }
        }
        return texts;
    }

    private void copy(Path text, String to) throws IOException {
        Files.createDirectories(home.resolve(to).getParent());
        Files.copy(text, home.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static List<String> licences(JsonValue component) {
        return elements(component, "licenses").stream()
                .flatMap(each ->
                        Stream.of(each.get("license", "id"), each.get("license", "name"), each.get("expression")))
                .filter(Objects::nonNull)
                .map(JsonValue::text)
                .toList();
    }

    private static List<JsonValue> elements(JsonValue object, String key) {
        JsonValue array = object.get(key);
        List<JsonValue> elements = new ArrayList<>();
        for (int i = 0; array != null && i < array.size(); i++) {
            elements.add(array.element(i));
        }
        return elements;
    }

    private static String text(JsonValue object, String key) {
        JsonValue value = object.get(key);
        return value == null ? "" : value.text();
    }
}
