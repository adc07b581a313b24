// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.FileToRead;
import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.shard.Digest;
import io.kguard.internal.verify.Reports;
import io.kguard.internal.verify.Revision;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which mutants of a rule a check noticed in an earlier run. The key of an entry is a digest of all that its result depends on, so an
 * entry can be absent but not outdated: see {@link MutationKeys}. As a file:
 * <pre>{@code
 * kguard mutation history 1
 * KEY MUTANTS NOTICED        for each check: the number of the rule's mutants, and a bit for each, in hexadecimal
 * sha256 DIGEST              of the lines before
 * }</pre>
 */
final class MutationHistory {
    static final String FILE = Reports.MUTATION_HISTORY;

    private static final String HEAD = "kguard mutation history 1";
    private static final String DIGEST = "sha256 ";
    private static final long MAX_BYTES = 64L << 20;
    private static final Pattern ENTRY = Pattern.compile("([0-9a-f]{64}) (\\d{1,6}) ((?:[0-9a-f]{2})*)");

    private final Map<String, Entry> entries = new TreeMap<>();

    private record Entry(int mutants, BitSet noticed) {}

    /** What is wrong with a file. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(Path file, String what) {
            super(file + " can't be used: " + what + ". All changes are evaluated again, and the file is replaced.");
        }
    }

    /**
     * Reads a file.
     *
     * @return what it holds; nothing if it does not exist
     * @throws DamagedException if it can't be read, or is not as it was written
     */
    static MutationHistory read(Path file) throws DamagedException {
        MutationHistory history = new MutationHistory();
        if (!Files.exists(file)) {
            return history;
        }
        try {
            OwnFolder.check(file);
            if (Revision.isCommitted(file)) {
                throw new DamagedException(
                        file, "it is part of the commit, so that no run of kguard need have written it");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new DamagedException(file, "it has more than " + (MAX_BYTES >> 20) + " MiB");
            }
            history.add(file, Files.readAllLines(FileToRead.of(file), UTF_8));
        } catch (CharacterCodingException e) {
            throw new DamagedException(file, "it is no text");
        } catch (IOException e) {
            throw new DamagedException(file, String.valueOf(e.getMessage()));
        }
        return history;
    }

    private void add(Path file, List<String> lines) throws DamagedException {
        if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
            throw new DamagedException(file, "its first line is not \"" + HEAD + "\"");
        }
        List<String> content = lines.subList(0, lines.size() - 1);
        if (!lines.get(lines.size() - 1).equals(DIGEST + digest(content))) {
            throw new DamagedException(file, "its digest is not that of its content");
        }
        for (String line : content.subList(1, content.size())) {
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches()) {
                throw new DamagedException(file, "it has a line that is no entry");
            }
            BitSet noticed = BitSet.valueOf(HexFormat.of().parseHex(entry.group(3)));
            entries.put(entry.group(1), new Entry(Integer.parseInt(entry.group(2)), noticed));
        }
    }

    private static String digest(List<String> lines) {
        Digest digest = new Digest();
        lines.forEach(digest::add);
        return digest.hex();
    }

    /**
     * The mutants that a check noticed; empty if that is not known.
     *
     * @param mutants how many mutants the rule has
     */
    Optional<BitSet> noticed(String key, int mutants) {
        return Optional.ofNullable(entries.get(key))
                .filter(entry -> entry.mutants() == mutants && entry.noticed().length() <= mutants)
                .map(entry -> (BitSet) entry.noticed().clone());
    }

    /** Adds what a check noticed. */
    void put(String key, int mutants, BitSet noticed) {
        entries.put(key, new Entry(mutants, (BitSet) noticed.clone()));
    }

    /**
     * Replaces a file.
     *
     * @throws IOException if it can't be written
     */
    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(HEAD);
        entries.forEach((key, entry) -> lines.add(key + " " + entry.mutants() + " "
                + HexFormat.of().formatHex(entry.noticed().toByteArray())));
        lines.add(DIGEST + digest(lines));
        lines.add("");
        WholeFile.write(file, String.join("\n", lines));
    }
}
