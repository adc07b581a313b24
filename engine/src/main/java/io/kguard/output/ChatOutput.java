// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.internal.message.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/** Where Falcosidekick can send a message that kguard shows. */
@API(status = API.Status.EXPERIMENTAL)
public enum ChatOutput {
    /** A webhook of Slack. */
    SLACK("slack", "Slack"),
    /** A webhook of Microsoft Teams. */
    TEAMS("teams", "Teams"),
    /** A webhook of one's own. */
    WEBHOOK("webhook", "the webhook"),
    /** Prometheus Alertmanager. */
    ALERTMANAGER("alertmanager", "Alertmanager"),
    /** Grafana Loki. */
    LOKI("loki", "Loki"),
    /** Elasticsearch. */
    ELASTICSEARCH("elasticsearch", "Elasticsearch"),
    /** PagerDuty. */
    PAGERDUTY("pagerduty", "PagerDuty"),
    /** Opsgenie. */
    OPSGENIE("opsgenie", "Opsgenie");

    private final String key;
    private final String label;

    ChatOutput(String key, String label) {
        this.key = key;
        this.label = label;
    }

    /** Its name in the settings of Falcosidekick. */
    public String key() {
        return key;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    /** Whether people read its messages as they are, as in a chat. */
    boolean isChat() {
        return this == SLACK || this == TEAMS;
    }

    /** All names in the settings of Falcosidekick. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(ChatOutput::key).toList();
    }

    /** The one with a name in the settings of Falcosidekick. */
    public static Optional<ChatOutput> of(String key) {
        return Arrays.stream(values()).filter(output -> output.key.equals(key)).findFirst();
    }

    /** What to write in place of a name that is none. */
    public static String hint(String key) {
        return Nearest.hint(key, keys());
    }
}
