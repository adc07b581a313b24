// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.event.FalcoVersion;
import io.kguard.rule.LoadResult;
import io.kguard.rule.WrittenItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rewrites the user's files for a newer version, in memory, and proves that their rules still mean the same there. */
final class Fixer {
    /** How often files are gone through: what is rewritten may let more be rewritten. */
    private static final int MAX_PASSES = 20;

    private final Side to;
    private final boolean spellsOut;
    private final List<Rewrite> rewrites = new ArrayList<>();

    Fixer(FalcoVersion from, Side to, LoadResult after) {
        this.to = to;
        this.spellsOut = ContainerInfoRewrite.applies(from, to.falco());
        rewrites.add(new AppendRewrite());
        if (EndOfCallRewrite.applies(to.falco())) {
            rewrites.add(new EndOfCallRewrite(after));
        }
        if (spellsOut) {
            rewrites.add(new ContainerInfoRewrite());
        }
    }

    /** The files that change, sorted by path. */
    List<FixedFile> files() {
        Map<Path, String> originals = new TreeMap<>();
        Map<Path, String> texts = new HashMap<>();
        boolean changed = true;
        for (int pass = 0; changed && pass < MAX_PASSES; pass++) {
            changed = false;
            for (Map.Entry<Path, List<WrittenItem>> file : itemsByFile(texts).entrySet()) {
                String text = file.getValue().get(0).fileText();
                originals.putIfAbsent(file.getKey(), text);
                String edited = edited(text, file.getValue());
                if (!edited.equals(text)) {
                    texts.put(file.getKey(), edited);
                    changed = true;
                }
            }
        }
        List<FixedFile> files = new ArrayList<>();
        originals.forEach((path, original) -> {
            String text = texts.getOrDefault(path, original);
            if (!text.equals(original)) {
                files.add(new FixedFile(path, original, text));
            }
        });
        return files;
    }

    private Map<Path, List<WrittenItem>> itemsByFile(Map<Path, String> texts) {
        Map<Path, List<WrittenItem>> files = new TreeMap<>();
        for (Path path : to.rules()) {
            WrittenItem.read(path, to.falco(), texts)
                    .forEach(item -> files.computeIfAbsent(
                                    Path.of(item.position().file()), file -> new ArrayList<>())
                            .add(item));
        }
        return files;
    }

    /** A text with all changes; of two that overlap, as aliases can make them, only the first. */
    private String edited(String text, List<WrittenItem> items) {
        List<Edit> edits = items.stream()
                .flatMap(item -> rewrites.stream().flatMap(rewrite -> rewrite.edits(item).stream()))
                .sorted(Comparator.comparingInt(Edit::start))
                .toList();
        StringBuilder out = new StringBuilder();
        int done = 0;
        for (Edit edit : edits) {
            if (edit.start() >= done) {
                out.append(text, done, edit.start()).append(edit.replacement());
                done = edit.end();
            }
        }
        return out.append(text, done, text.length()).toString();
    }

    /** The rules after the rewriting. */
    LoadResult load(List<FixedFile> files) {
        Map<Path, String> texts = new HashMap<>();
        files.forEach(file -> texts.put(file.path(), file.after()));
        return to.load(to.loader().withTexts(texts));
    }

    /** The rules before the rewriting, but for {@code %container.info}, which stands for what the old version printed. */
    LoadResult expected(List<FixedFile> files) {
        Map<Path, String> texts = new HashMap<>();
        files.forEach(file ->
                texts.put(file.path(), spellsOut ? ContainerInfoRewrite.spelledOut(file.before()) : file.before()));
        return to.load(to.loader().withTexts(texts));
    }

    /** Why the rewritten rules must not be written; empty if they load and mean the same. */
    String refusal(LoadResult expected, LoadResult fixed) {
        if (!expected.isSuccessful()) {
            return "the rules do not load in Falco " + to.falco() + ": "
                    + expected.errors().get(0);
        }
        if (!fixed.isSuccessful()) {
            return "the rules would not load in Falco " + to.falco() + ": "
                    + fixed.errors().get(0);
        }
        return Meaning.of(expected).differenceTo(Meaning.of(fixed));
    }

    /** Finds what has one right answer in a newer version. */
    interface Rewrite {
        /** The changes of an item; they do not overlap. */
        List<Edit> edits(WrittenItem item);
    }
}
