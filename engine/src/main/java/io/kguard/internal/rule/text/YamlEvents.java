// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.rule.text;

import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserException;

/** The events of a YAML file, up to the number that a rule file can need: each takes some hundred bytes. */
final class YamlEvents implements Parser {
    /** The maximum number of values in a file. */
    static final int MAX_VALUES = 250_000;

    private final Parser parser;
    private int count;

    YamlEvents(Parser parser) {
        this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    /**
     * Returns the next event.
     *
     * @throws MarkedYAMLException if there are too many
     */
    @Override
    public Event getEvent() {
        Event event = parser.getEvent();
        if (++count > MAX_VALUES) {
            throw new ParserException(
                    null, null, "the file holds more than " + MAX_VALUES + " values", event.getStartMark());
        }
        return event;
    }
}
