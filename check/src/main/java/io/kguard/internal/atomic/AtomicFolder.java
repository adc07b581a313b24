// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.atomic;

import io.kguard.internal.file.OwnFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the atomics' folder that tests name by {@code PathToAtomicsFolder}. In the pod they are in a folder of their own, which is
 * writable, as what tests download or compile goes there, too.
 */
final class AtomicFolder {
    /** Where the folder is in the pod. Beside it is what tests call {@code ../ExternalPayloads}. */
    static final String PLACE = "/opt/atomics/atomics";

    private static final Path POD = Path.of(PLACE);
    private static final Pattern NAMED = Pattern.compile("(?i)\\$?PathToAtomicsFolder((?:[/\\\\][A-Za-z0-9_.+-]+)*)");
    /** In Base64 it is a string of a manifest, which has at most 64 KiB. */
    private static final int MOST_BYTES = 48 << 10;

    /** All in Base64 are part of a scenario file, which has at most 256 KiB. */
    private static final int MOST_CHARACTERS = 200 << 10;

    private static final int MOST_FILES = 20;

    private final Path imported;
    private final Path folder;

    /**
     * The folder that holds those of the techniques.
     *
     * @param imported what is imported; no other file is read
     * @param file a file of tests
     */
    AtomicFolder(Path imported, Path file) {
        this.imported = imported.toAbsolutePath().normalize();
        this.folder = file.toAbsolutePath().normalize().resolve("../..").normalize();
    }

    /**
     * What a test needs of the folder.
     *
     * @param files the content of files in Base64, by their places in the pod
     * @param folders the places of folders in the pod that must be there
     */
    record Needs(SortedMap<String, String> files, Set<String> folders) {
        boolean isNothing() {
            return files.isEmpty() && folders.isEmpty();
        }
    }

    static boolean isNamedIn(String script) {
        return NAMED.matcher(script).find();
    }

    /** A script with the place in the pod. */
    static String placed(String script) {
        return NAMED.matcher(script)
                .replaceAll(
                        match -> Matcher.quoteReplacement(PLACE + match.group(1).replace('\\', '/')));
    }

    /**
     * What scripts need of the folder.
     *
     * @throws AtomicException if a file is too large or there are too many
     * @throws IOException if a file can't be read
     */
    Needs needsOf(List<String> scripts) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        Set<String> folders = new TreeSet<>();
        for (String script : scripts) {
            Matcher named = NAMED.matcher(script);
            while (named.find()) {
                Path inPod = Path.of(PLACE + named.group(1).replace('\\', '/')).normalize();
                Path parent = inPod.getParent();
                Path here = folder.resolve(POD.relativize(inPod)).normalize();
                boolean isOfAtomics = inPod.startsWith(POD);
                if (parent == null
                        || !inPod.startsWith(POD.getParent())
                        || isOfAtomics && Files.exists(here) && !here.startsWith(imported)) {
                    throw new AtomicException("it needs " + named.group() + ", which is outside of what is imported");
                }
                folders.add(parent.toString());
                if (isOfAtomics) {
                    addFiles(here, inPod, files, folders);
                }
            }
        }
        return new Needs(files, folders);
    }

    private void addFiles(Path here, Path inPod, SortedMap<String, String> files, Set<String> folders)
            throws IOException {
        List<Path> all = new ArrayList<>();
        if (Files.isDirectory(here)) {
            folders.add(inPod.toString());
            // the folder of a technique has documents, too
            try (Stream<Path> inside = inPod.equals(POD) ? Stream.empty() : Files.list(here)) {
                inside.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().matches(".*\\.(md|yaml)"))
                        .sorted()
                        .forEach(all::add);
            }
        } else if (Files.isRegularFile(here)) {
            all.add(here);
        }
        for (Path file : all) {
            OwnFolder.check(imported, file);
            if (Files.size(file) > MOST_BYTES) {
                throw new AtomicException("it needs " + file + ", which is larger than " + (MOST_BYTES >> 10) + " KiB");
            }
            String place = file.equals(here)
                    ? inPod.toString()
                    : inPod.resolve(String.valueOf(file.getFileName())).toString();
            files.put(place, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            if (files.size() > MOST_FILES
                    || files.values().stream().mapToInt(String::length).sum() > MOST_CHARACTERS) {
                throw new AtomicException(
                        "it needs more files of the atomics' folder than a scenario can have: at most " + MOST_FILES
                                + ", and " + MOST_CHARACTERS * 3 / 4 / 1024 + " KiB in all");
            }
        }
    }
}
