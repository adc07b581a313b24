// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * Leaves out of a folder of jars the classes that kguard can't come to. A class stays if one that stays mentions it, in whatever way:
 * its name in a string is enough. A string that is a package, or the start of one of three parts, keeps all in it. So do the providers of a
 * service that is asked for. Licences and other files stay, but indexes that nothing reads.
 *
 * <p>The jars have no signatures any more: the JVM keeps no signed class for later starts. Classes lose what only debuggers read, and a jar
 * with classes for several releases of Java has those of this release alone. Only jars that stay whole keep all that. {@link
 * PlainRecords} changes records in all.
 */
final class NeededClasses {
    private static final String SERVICES = "META-INF/services/";
    private static final String WITHOUT = "-";
    private static final String STORED = "=";
    private static final String INDEX = "META-INF/jandex.idx";
    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d+)/(.*)");
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
    private static final int SHORTEST_PREFIX = 3;

    private final List<Path> jars;
    private final List<String> whole;
    private final List<String> stored;
    private final Set<String> absent;
    private final Map<String, Set<String>> mentions = new HashMap<>();
    private final Map<String, List<String>> packages = new HashMap<>();
    private final Map<String, Set<String>> providers = new HashMap<>();
    private final Set<String> needed = new HashSet<>();
    private final Deque<String> open = new ArrayDeque<>();

    private NeededClasses(List<Path> jars, List<String> whole, List<String> stored, Set<String> absent) {
        this.jars = jars;
        this.whole = whole;
        this.stored = stored;
        this.absent = absent;
    }

    /**
     * Called by {@code bin/package}.
     *
     * @param arguments the folder of the jars, which are replaced; then how the names of the jars begin that stay whole; after
     *     {@value #STORED} those of jars that are not compressed, because the archive of the distribution compresses them far better;
     *     after {@value #WITHOUT} classes that libraries use if they find them, and which they must not find
     */
    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
        List<String> whole = new ArrayList<>();
        List<String> stored = new ArrayList<>();
        Set<String> absent = new HashSet<>();
        for (String word : List.of(arguments).subList(1, arguments.length)) {
            if (word.startsWith(WITHOUT)) {
                absent.add(word.substring(WITHOUT.length()).replace('.', '/'));
            } else if (word.startsWith(STORED)) {
                stored.add(word.substring(STORED.length()));
            } else {
                whole.add(word);
            }
        }
        NeededClasses classes = new NeededClasses(jars, whole, stored, absent);
        classes.read();
        classes.follow();
        // to compress takes longest
        jars.parallelStream().forEach(jar -> {
            try {
                classes.rewrite(jar);
            } catch (IOException e) {
                throw new UncheckedIOException(jar + " can't be rewritten: " + e.getMessage(), e);
            }
        });
        System.out.println(classes.needed.size() + " of " + classes.mentions.size() + " classes are needed.");
    }

    private static boolean isOneOf(List<String> starts, Path jar) {
        return starts.stream().anyMatch(start -> jar.getFileName().toString().startsWith(start));
    }

    private void read() throws IOException {
        for (Path path : jars) {
            boolean stays = isOneOf(whole, path);
            try (JarFile jar = new JarFile(path.toFile())) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    String name = entry.getName();
                    if (isClass(name)) {
                        String type = type(name);
                        Set<String> names = MentionedNames.in(content(jar, entry));
                        mentions.computeIfAbsent(type, t -> new HashSet<>()).addAll(names);
                        if (stays) {
                            need(type);
                        }
                    } else if (name.startsWith(SERVICES) && !entry.isDirectory()) {
                        readProviders(name.substring(SERVICES.length()), content(jar, entry));
                    }
                }
            }
        }
        mentions.keySet()
                .forEach(type -> packages.computeIfAbsent(parent(type), p -> new ArrayList<>())
                        .add(type));
        if (!mentions.keySet().containsAll(absent)) {
            throw new IOException("no jar has all of these classes: " + absent);
        }
    }

    private void readProviders(String service, byte[] file) {
        for (String line : new String(file, StandardCharsets.UTF_8).lines().toList()) {
            String provider = line.replaceFirst("#.*", "").strip().replace('.', '/');
            if (!provider.isEmpty()) {
                providers
                        .computeIfAbsent(service.replace('.', '/'), s -> new HashSet<>())
                        .add(provider);
            }
        }
    }

    private void follow() {
        // those of the Java runtime
        providers.keySet().stream()
                .filter(service -> !mentions.containsKey(service))
                .forEach(this::needProviders);
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String type = open.pop();
            needProviders(type);
            for (String name : mentions.getOrDefault(type, Set.of())) {
                if (seen.add(name)) {
                    mentioned(name);
                }
            }
        }
    }

    private void mentioned(String name) {
        if (mentions.containsKey(name)) {
            need(name);
        } else if (packages.containsKey(name) && name.contains("/")) {
            packages.get(name).forEach(this::need);
        } else if (name.endsWith("/") && name.split("/").length >= SHORTEST_PREFIX) {
            packages.forEach((folder, types) -> {
                if ((folder + "/").startsWith(name)) {
                    types.forEach(this::need);
                }
            });
        }
    }

    private void needProviders(String service) {
        providers.getOrDefault(service, Set.of()).forEach(this::need);
    }

    private void need(String type) {
        if (mentions.containsKey(type) && !absent.contains(type) && needed.add(type)) {
            open.push(type);
        }
    }

    private void rewrite(Path path) throws IOException {
        boolean lean = !isOneOf(whole, path);
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try (JarFile jar = new JarFile(path.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(part))) {
            out.setMethod(isOneOf(stored, path) ? ZipEntry.STORED : ZipEntry.DEFLATED);
            SortedMap<String, JarEntry> entries = entries(jar, lean);
            // a manifest must be the first
            JarEntry manifest = entries.remove(JarFile.MANIFEST_NAME);
            if (manifest != null) {
                copy(manifest, manifest.getName(), withoutDigests(content(jar, manifest)), out);
            }
            for (Map.Entry<String, JarEntry> entry : entries.entrySet()) {
                byte[] content = content(jar, entry.getValue());
                String name = entry.getKey();
                copy(entry.getValue(), name, isClass(name) ? rewritten(content, lean) : content, out);
            }
        }
        Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] rewritten(byte[] content, boolean lean) {
        return PlainRecords.of(lean ? LeanClass.of(content) : content);
    }

    /** By their names in the new jar, the entries that stay. */
    private SortedMap<String, JarEntry> entries(JarFile jar, boolean lean) {
        SortedMap<String, JarEntry> entries = new TreeMap<>();
        Map<String, Integer> releases = new HashMap<>();
        for (JarEntry entry : Collections.list(jar.entries())) {
            Matcher versioned = VERSIONED.matcher(entry.getName());
            boolean isVersion = lean && versioned.matches();
            String name = isVersion ? versioned.group(2) : entry.getName();
            int release = isVersion ? Integer.parseInt(versioned.group(1)) : 0;
            if (stays(entry.getName())
                    && !name.isEmpty()
                    && release <= Runtime.version().feature()
                    && release >= releases.getOrDefault(name, 0)) {
                releases.put(name, release);
                entries.put(name, entry);
            }
        }
        return entries;
    }

    private boolean stays(String name) {
        return !name.endsWith("module-info.class")
                && !name.startsWith("META-INF/maven/")
                && !name.equals(INDEX)
                && !SIGNATURE.matcher(name).matches()
                && (!isClass(name) || needed.contains(type(name)));
    }

    private static void copy(JarEntry entry, String name, byte[] content, JarOutputStream out) throws IOException {
        JarEntry copy = new JarEntry(name);
        copy.setTime(entry.getTime());
        copy.setSize(content.length);
        CRC32 sum = new CRC32();
        sum.update(content);
        copy.setCrc(sum.getValue());
        out.putNextEntry(copy);
        out.write(content);
        out.closeEntry();
    }

    /** The first section: the others have the digests of a signature. */
    private static byte[] withoutDigests(byte[] manifest) {
        String text = new String(manifest, StandardCharsets.UTF_8).replace("\r\n", "\n");
        int end = text.indexOf("\n\n");
        return end < 0 ? manifest : text.substring(0, end + 2).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] content(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.endsWith("module-info.class");
    }

    private static String type(String name) {
        Matcher versioned = VERSIONED.matcher(name);
        String plain = versioned.matches() ? versioned.group(2) : name;
        return plain.substring(0, plain.length() - ".class".length());
    }

    private static String parent(String type) {
        int slash = type.lastIndexOf('/');
        return slash < 0 ? "" : type.substring(0, slash);
    }
}
