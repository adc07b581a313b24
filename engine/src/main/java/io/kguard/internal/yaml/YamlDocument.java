// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.FileToRead;
import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.message.Visible;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.reader.ReaderException;

/** A bounded YAML document, and all that was found wrong in it so far. No object is ever made from its tags. */
public final class YamlDocument {
    private static final int LONGEST_SHOWN_LINE = 200;
    private static final int MOST_PROBLEMS = 100;
    private static final Comparator<YamlProblem> BY_PLACE =
            Comparator.comparingInt(YamlProblem::line).thenComparingInt(YamlProblem::column);

    private final String file;
    private final List<String> lines;
    private final BiFunction<YamlValue, String, @Nullable String> strings;
    private final Set<YamlProblem> mistakes = new LinkedHashSet<>(); // a value may be read twice
    private final Set<YamlProblem> warnings = new LinkedHashSet<>();
    private @Nullable YamlProblem oneTooMany;
    private List<YamlValue> roots = List.of();

    private YamlDocument(String file, String text, BiFunction<YamlValue, String, @Nullable String> strings) {
        this(file, text.lines().toList(), strings);
    }

    private YamlDocument(String file, List<String> lines, BiFunction<YamlValue, String, @Nullable String> strings) {
        this.file = file;
        this.lines = lines;
        this.strings = strings;
    }

    /** The same document, in which nothing wrong was found yet, and whose strings are as they are written. */
    YamlDocument again() {
        return new YamlDocument(file, lines, (value, written) -> written);
    }

    /**
     * Reads a text.
     *
     * @param file what messages call it
     * @param strings what happens to a string that is read: itself, another one, or null and a problem
     */
    public static YamlDocument of(
            String file, String text, YamlFormat format, BiFunction<YamlValue, String, @Nullable String> strings) {
        if (text.length() > format.bytes()) {
            return tooLarge(file, format);
        }
        YamlDocument document = new YamlDocument(file, text, strings);
        document.roots = document.compose(format.text().change().apply(text), format).stream()
                .map(node -> new YamlValue(document, node))
                .toList();
        return document;
    }

    /**
     * Reads the YAML that a scalar of this document is, such as a file in a ConfigMap. A text in a block keeps its places:
     * mistakes in it have the lines of this file. Those of another text have lines of their own, and the name of its key.
     */
    public YamlDocument inner(YamlValue scalar, YamlFormat format) {
        Node node = scalar.node();
        if (node instanceof ScalarNode block && block.getScalarStyle() == DumperOptions.ScalarStyle.LITERAL) {
            int begin = node.getStartMark().getLine() + 1;
            Mark end = node.getEndMark();
            List<String> shown =
                    lines.subList(0, Math.min(lines.size(), end.getLine() + (end.getColumn() > 0 ? 1 : 0)));
            String text = IntStream.range(0, shown.size())
                    .mapToObj(line -> line < begin ? "" : shown.get(line))
                    .collect(Collectors.joining("\n"));
            YamlFormat inner = format.changedBy(unused -> text);
            return of(file, String.join("\n", shown), inner, (value, written) -> written);
        }
        return of(file + ": " + scalar.path(), scalar.written(), format, (value, written) -> written);
    }

    /**
     * Reads a file in UTF-8. One that is too large or has other bytes is a problem of the document.
     *
     * @param file what messages call it
     * @param strings what happens to a string that is read: itself, another one, or null and a problem
     * @throws OwnFolder.LeftException if it is a link that leads out of its folder
     * @throws IOException if it can't be read
     */
    public static YamlDocument read(
            String file, Path path, YamlFormat format, BiFunction<YamlValue, String, @Nullable String> strings)
            throws IOException {
        OwnFolder.check(path);
        byte[] bytes;
        try (InputStream in = Files.newInputStream(FileToRead.of(path))) {
            bytes = in.readNBytes(format.bytes() + 1);
        }
        return of(file, bytes, format, strings);
    }

    /**
     * Reads a text in UTF-8.
     *
     * @param bytes its bytes, or so many of them that it is refused
     */
    public static YamlDocument of(
            String file, byte[] bytes, YamlFormat format, BiFunction<YamlValue, String, @Nullable String> strings) {
        if (bytes.length > format.bytes()) {
            return tooLarge(file, format);
        }
        CharBuffer text = CharBuffer.allocate(bytes.length);
        boolean malformed =
                UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true).isError();
        String decoded = text.flip().toString();
        if (!malformed) {
            return of(file, decoded, format, strings);
        }
        YamlDocument document = new YamlDocument(file, decoded, strings);
        document.problemAfter(decoded, "the text is not UTF-8");
        return document;
    }

    private static YamlDocument tooLarge(String file, YamlFormat format) {
        YamlDocument document = new YamlDocument(file, "", (value, written) -> written);
        document.problem(1, 1, "the file is larger than " + format.size(), "no " + format.noun() + " may be larger");
        return document;
    }

    private List<Node> compose(String text, YamlFormat format) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(format.bytes());
        options.setNestingDepthLimit(format.depth());
        options.setMaxAliasesForCollections(format.aliases());
        try {
            Iterator<Node> documents =
                    new Yaml(options).composeAll(new StringReader(text)).iterator();
            List<Node> nodes = new ArrayList<>();
            while (documents.hasNext()) {
                Node node = documents.next();
                if (!nodes.isEmpty() && !format.text().several()) {
                    problem(
                            node.getStartMark(),
                            "a second YAML document begins here",
                            "a file holds one " + format.noun() + ": move it to its own file");
                    return List.of();
                }
                if (!new NodeCount(this, format).check(node)) {
                    return List.of();
                }
                nodes.add(node);
            }
            if (nodes.isEmpty()) {
                problem(1, 1, "the file is empty", format.content());
            }
            return nodes;
        } catch (MarkedYAMLException e) {
            String hint = YamlSyntax.hint(e);
            String message = "not valid YAML: " + YamlSyntax.sentence(e);
            Mark mark = e.getProblemMark();
            problem(
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    message,
                    hint == null ? "" : hint);
        } catch (ReaderException e) {
            int end = Math.min(e.getPosition(), text.codePointCount(0, text.length()));
            problemAfter(
                    text.substring(0, text.offsetByCodePoints(0, end)),
                    String.format("character U+%04X is not allowed in YAML", e.getCodePoint()));
        } catch (YAMLException e) {
            problem(1, 1, "this YAML can't be read: " + e.getMessage(), "");
        }
        return List.of();
    }

    /** The value that the document is; null, and a problem, if there is none that can be read. */
    public @Nullable YamlValue root() {
        return roots.isEmpty() ? null : roots.get(0);
    }

    /** The values that its documents are, if its format allows several. */
    public List<YamlValue> roots() {
        return roots;
    }

    /** The name of the file. */
    public String file() {
        return file;
    }

    @Nullable
    String string(YamlValue value, String written) {
        return strings.apply(value, written);
    }

    /** Adds mistakes of this file that were found apart from it. */
    public void add(List<YamlProblem> found) {
        for (YamlProblem mistake : found) {
            if (mistakes.size() < MOST_PROBLEMS) {
                mistakes.add(mistake);
            } else {
                problem(mistake.line(), mistake.column(), mistake.message(), mistake.hint());
            }
        }
    }

    void problem(Mark mark, String message, String hint) {
        problem(mark.getLine() + 1, mark.getColumn() + 1, message, hint);
    }

    private void problemAfter(String before, String message) {
        String line = before.substring(before.lastIndexOf('\n') + 1);
        int number = (int) before.chars().filter(c -> c == '\n').count() + 1;
        problem(number, line.codePointCount(0, line.length()) + 1, message, "");
    }

    private void problem(int line, int column, String message, String hint) {
        if (mistakes.size() < MOST_PROBLEMS) {
            mistakes.add(problem(line, column, false, message, hint));
        } else if (oneTooMany == null) {
            oneTooMany = problem(line, column, false, "there are more than " + MOST_PROBLEMS + " mistakes", "");
        }
    }

    /** A problem at a place whose line may hold a secret, and is not shown. */
    void problemOfSecret(Mark mark, String message, String hint) {
        if (mistakes.size() < MOST_PROBLEMS) {
            mistakes.add(problem(mark.getLine() + 1, mark.getColumn() + 1, false, message, hint)
                    .withoutSource());
        } else {
            problem(mark, message, hint);
        }
    }

    /** A warning at a place whose line may hold a secret, and is not shown. */
    void warnOfSecret(Mark mark, String message, String hint) {
        if (warnings.size() < MOST_PROBLEMS) {
            warnings.add(problem(mark.getLine() + 1, mark.getColumn() + 1, true, message, hint)
                    .withoutSource());
        }
    }

    YamlProblem warn(Mark mark, String message, String hint) {
        YamlProblem warning = problem(mark.getLine() + 1, mark.getColumn() + 1, true, message, hint);
        if (warnings.size() < MOST_PROBLEMS) {
            warnings.add(warning);
        }
        return warning;
    }

    private YamlProblem problem(int line, int column, boolean warning, String message, String hint) {
        String source = line <= lines.size() ? lines.get(line - 1) : "";
        return new YamlProblem(
                file,
                line,
                column,
                warning,
                Visible.of(message),
                Visible.of(hint),
                source.length() > LONGEST_SHOWN_LINE ? "" : source);
    }

    /** How many mistakes there are, warnings not counted. */
    public int mistakes() {
        return mistakes.size();
    }

    /** Whether there are more mistakes than are kept. */
    public boolean isHopeless() {
        return oneTooMany != null;
    }

    /** All that is wrong, in the order of the places, warnings included. */
    public List<YamlProblem> problems() {
        return Stream.concat(
                        Stream.concat(mistakes.stream(), warnings.stream()).sorted(BY_PLACE),
                        Stream.ofNullable(oneTooMany))
                .toList();
    }
}
