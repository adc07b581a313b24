// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.rule.YamlContent.Mapping;
import io.kguard.rule.YamlContent.Nothing;
import io.kguard.rule.YamlContent.Sequence;
import io.kguard.rule.YamlContent.Text;
import io.kguard.rule.YamlToken.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the documents of a YAML text. Their size, their depth and the number of their aliases are bounded. */
final class YamlParser {
    private static final int MAX_DEPTH = 500;
    private static final int MAX_ALIASES = 1000;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private final YamlScanner scanner;
    private final YamlDirectives directives = new YamlDirectives();
    /** The values that aliases name; null while one is read. */
    private final Map<String, @Nullable YamlContent> anchors = new HashMap<>();

    private int depth;
    private int values;
    private int aliases;
    /** Whether the innermost collection is in square brackets, where a key alone makes a mapping. */
    private boolean isInSquareBrackets;

    /**
     * The documents of a text.
     *
     * @param documents what they hold; none is empty
     * @param read how many of them Falco reads: those before the first that is empty
     * @param end the offset up to which Falco reads; the length of the text if there is nothing behind it
     */
    record Documents(List<YamlContent> documents, int read, int end) {
        Documents {
            documents = List.copyOf(documents);
        }
    }

    private YamlParser(String text) {
        scanner = new YamlScanner(text);
    }

    /**
     * The documents of a text. Falco's parser stops at the first that is empty; the others are read, too.
     *
     * @throws YamlException if it is no YAML, or too large
     */
    public static Documents documents(String text) {
        YamlParser parser = new YamlParser(text);
        List<YamlContent> documents = new ArrayList<>();
        int read = -1;
        int end = text.length();
        for (YamlContent document = parser.document(); document != null; document = parser.document()) {
            YamlToken next = parser.scanner.peek();
            if (!(document instanceof Nothing)) {
                documents.add(document);
                end = read >= 0 ? Math.min(end, document.start()) : end;
            } else if (next != null && next.type != Kind.DOC_START && next.type != Kind.DIRECTIVE) {
                return new Documents(documents, read < 0 ? documents.size() : read, Math.min(end, next.start));
            } else if (read < 0) {
                read = documents.size();
            }
        }
        return new Documents(documents, read < 0 ? documents.size() : read, end);
    }

    private @Nullable YamlContent document() {
        directives.read(scanner);
        if (scanner.peek() == null) {
            return null;
        }
        if (scanner.isNext(Kind.DOC_START)) {
            scanner.skip();
        }
        anchors.clear();
        YamlContent content = node();
        while (scanner.isNext(Kind.DOC_END)) {
            scanner.skip();
        }
        return content;
    }

    private YamlContent node() {
        if (++depth >= MAX_DEPTH) {
            throw new YamlException(scanner.offset(), "values nest deeper than " + MAX_DEPTH);
        } else if (++values > YamlContent.MAX_VALUES) {
            throw new YamlException(scanner.offset(), "the file holds more than " + YamlContent.MAX_VALUES + " values");
        }
        YamlToken token = scanner.peek();
        YamlContent node;
        if (token == null) {
            node = new Nothing(scanner.offset());
        } else if (token.type == Kind.VALUE) {
            node = valueAlone(token.start);
        } else if (token.type == Kind.ALIAS) {
            node = alias(token);
        } else {
            node = withProperties(token.start);
        }
        depth--;
        return node;
    }

    private YamlContent alias(YamlToken token) {
        if (!anchors.containsKey(token.name)) {
            throw new YamlException(token.start, "the referenced anchor is not defined: " + token.name);
        }
        YamlContent content = anchors.get(token.name);
        if (content == null) {
            throw new YamlException(token.start, "a value holds itself: *" + token.name);
        }
        scanner.skip();
        if (!(content instanceof Text) && ++aliases > MAX_ALIASES) {
            throw new YamlException(token.start, "the file holds more than " + MAX_ALIASES + " aliases of collections");
        }
        return content;
    }

    private YamlContent withProperties(int start) {
        String anchor = null;
        boolean tagged = false;
        YamlToken token = scanner.peek();
        for (; token != null; token = scanner.peek()) {
            if (token.type == Kind.ANCHOR && anchor == null) {
                anchor = token.name;
                anchors.put(anchor, null);
            } else if (token.type == Kind.TAG && !tagged) {
                tagged = true;
            } else if (token.type == Kind.ANCHOR || token.type == Kind.TAG) {
                String kind = token.type == Kind.TAG ? "tags" : "anchors";
                throw new YamlException(token.start, "cannot assign multiple " + kind + " to the same node");
            } else {
                break;
            }
            scanner.skip();
        }
        YamlContent content = token == null ? new Nothing(start) : content(token, start, tagged);
        if (anchor != null) {
            anchors.put(anchor, content);
        }
        return content;
    }

    private YamlContent content(YamlToken token, int start, boolean tagged) {
        switch (token.type) {
            case PLAIN_SCALAR, QUOTED_SCALAR -> {
                scanner.skip();
                Text text = Objects.requireNonNull(token.text);
                return token.type == Kind.PLAIN_SCALAR && !tagged && NULLS.contains(text.value())
                        ? new Nothing(start)
                        : text.from(start);
            }
            case FLOW_SEQ_START, BLOCK_SEQ_START, FLOW_MAP_START, BLOCK_MAP_START -> {
                boolean outer = isInSquareBrackets;
                isInSquareBrackets = token.type == Kind.FLOW_SEQ_START;
                scanner.skip();
                YamlContent content = switch (token.type) {
                    case FLOW_SEQ_START -> flowSequence(start);
                    case BLOCK_SEQ_START -> blockSequence(start);
                    case FLOW_MAP_START -> flowMapping(start);
                    default -> blockMapping(start);
                };
                isInSquareBrackets = outer;
                return content;
            }
            default -> {
                if (token.type == Kind.KEY && isInSquareBrackets) {
                    return keyAlone(start);
                }
                return tagged ? new Text(start, "", new int[0], start) : new Nothing(start);
            }
        }
    }

    private YamlContent blockSequence(int start) {
        List<YamlContent> elements = new ArrayList<>();
        while (true) {
            if (scanner.isNext(Kind.BLOCK_SEQ_END)) {
                scanner.skip();
                return new Sequence(start, elements);
            }
            expect(Kind.BLOCK_ENTRY, "end of sequence not found");
            YamlToken next = scanner.peek();
            boolean absent = next != null && (next.type == Kind.BLOCK_ENTRY || next.type == Kind.BLOCK_SEQ_END);
            elements.add(next != null && absent ? new Nothing(next.start) : node());
        }
    }

    private YamlContent flowSequence(int start) {
        List<YamlContent> elements = new ArrayList<>();
        while (true) {
            if (scanner.peek() == null) {
                throw missing("end of sequence flow not found");
            } else if (scanner.isNext(Kind.FLOW_SEQ_END)) {
                scanner.skip();
                return new Sequence(start, elements);
            }
            elements.add(node());
            if (!scanner.isNext(Kind.FLOW_SEQ_END)) {
                expect(Kind.FLOW_ENTRY, "end of sequence flow not found");
            }
        }
    }

    private YamlContent blockMapping(int start) {
        List<YamlContent.Entry> entries = new ArrayList<>();
        while (true) {
            if (scanner.isNext(Kind.BLOCK_MAP_END)) {
                scanner.skip();
                return new Mapping(start, entries);
            } else if (!scanner.isNext(Kind.KEY) && !scanner.isNext(Kind.VALUE)) {
                throw missing("end of map not found");
            }
            entries.add(entry());
        }
    }

    private YamlContent flowMapping(int start) {
        List<YamlContent.Entry> entries = new ArrayList<>();
        while (true) {
            if (scanner.peek() == null) {
                throw missing("end of map flow not found");
            } else if (scanner.isNext(Kind.FLOW_MAP_END)) {
                scanner.skip();
                return new Mapping(start, entries);
            }
            entries.add(entry());
            if (!scanner.isNext(Kind.FLOW_MAP_END)) {
                expect(Kind.FLOW_ENTRY, "end of map flow not found");
            }
        }
    }

    private YamlContent.Entry entry() {
        int start = offset();
        YamlContent key;
        if (scanner.isNext(Kind.KEY)) {
            scanner.skip();
            key = node();
        } else {
            key = new Nothing(start);
        }
        return new YamlContent.Entry(key, value(start));
    }

    private YamlContent value(int otherwise) {
        YamlToken colon = scanner.peek();
        if (colon == null || colon.type != Kind.VALUE) {
            return new Nothing(otherwise);
        }
        scanner.skip();
        YamlToken next = scanner.peek();
        YamlContent value = node();
        boolean isWritten = next != null && scanner.peek() != next;
        return isWritten || !(value instanceof Nothing) ? value : new Nothing(colon.start + 1);
    }

    /** {@code [key: value]} */
    private YamlContent keyAlone(int start) {
        boolean outer = isInSquareBrackets;
        isInSquareBrackets = false;
        scanner.skip();
        YamlContent key = node();
        YamlContent value = value(start);
        isInSquareBrackets = outer;
        return new Mapping(start, List.of(new YamlContent.Entry(key, value)));
    }

    /** A value whose key is absent. */
    private YamlContent valueAlone(int start) {
        boolean outer = isInSquareBrackets;
        isInSquareBrackets = false;
        scanner.skip();
        YamlContent value = node();
        isInSquareBrackets = outer;
        return new Mapping(start, List.of(new YamlContent.Entry(new Nothing(start), value)));
    }

    private void expect(Kind type, String otherwise) {
        if (!scanner.isNext(type)) {
            throw missing(otherwise);
        }
        scanner.skip();
    }

    private YamlException missing(String message) {
        return new YamlException(offset(), message);
    }

    private int offset() {
        YamlToken token = scanner.peek();
        return token == null ? scanner.offset() : token.start;
    }
}
