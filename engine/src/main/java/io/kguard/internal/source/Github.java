// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.EventSource;
import io.kguard.event.JsonValue;
import io.kguard.event.SourceEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks of GitHub, as the plugin keeps them: the body, with the kind of webhook in {@code webhook_type}, the secrets of a
 * push in {@code files}, and the miners of a workflow in {@code workflow_miner_detections}.
 *
 * <p>Source: Falco's plugin {@code github}, 0.10.1, with its quirks: nearly every field has a value, the empty string where
 * there is none, and nothing stands between the lists of two files or commits.
 */
final class Github extends FieldedSource {
    private static final String TYPE = "webhook_type";
    private static final String REPOSITORY = "repository";
    private static final String MATCHES = "matches";
    private static final String MINERS = "workflow_miner_detections";
    private static final String SITE = "https://github.com/";

    Github() {
        super(EventSource.GITHUB, "0.10.1", "%github.type %github.action by %github.user");
        put("github.repo.name", event -> {
            String url = FastJson.textOrEmpty(event, REPOSITORY, "html_url");
            return url.startsWith(SITE) ? url.substring(SITE.length()) : url;
        });
        put("github.repo.public", event -> String.valueOf(!FastJson.isTrue(event, REPOSITORY, "private")));
        put("github.webhook.id", event -> whole(event.get("hook", "id")));
        put("github.commit.added", event -> filesOfCommits(event, "added"));
        put("github.commit.modified", event -> filesOfCommits(event, "modified"));
        put("github.commit.removed", event -> filesOfCommits(event, "removed"));
        put("github.diff.has_secrets", Github::hasSecrets);
        put(
                "github.diff.committed_secrets.desc",
                event -> secrets(event, (file, match) -> FastJson.textOrEmpty(match, "desc")));
        put(
                "github.diff.committed_secrets.files",
                event -> secrets(event, (file, match) -> FastJson.textOrEmpty(file, "name")));
        put("github.diff.committed_secrets.lines", event -> secrets(event, (file, match) -> whole(match.get("line"))));
        put("github.diff.committed_secrets.links", Github::links);
        put("github.workflow.has_miners", event -> {
            JsonValue found = FastJson.array(event, MINERS, MATCHES);
            return found == null ? null : String.valueOf(found.size() > 0);
        });
        put("github.workflow.miners.type", Github::miners);
    }

    @Override
    String string(JsonValue event, String... path) {
        return FastJson.textOrEmpty(event, path);
    }

    private static String whole(@Nullable JsonValue number) {
        return number == null ? "0" : Long.toUnsignedString(FastJson.number(number));
    }

    private static String filesOfCommits(JsonValue event, String key) {
        StringBuilder all = new StringBuilder();
        JsonValue commits = FastJson.array(event, "commits");
        for (int i = 0; commits != null && i < commits.size(); i++) {
            JsonValue files = FastJson.array(commits.element(i), key);
            for (int j = 0; files != null && j < files.size(); j++) {
                all.append(FastJson.textOrEmpty(files.element(j))).append(',');
            }
            endList(all);
        }
        return all.toString();
    }

    private static void endList(StringBuilder list) {
        int last = list.length() - 1;
        if (last >= 0 && list.charAt(last) == ',') {
            list.setLength(last);
        }
    }

    private static String hasSecrets(JsonValue event) {
        JsonValue files = FastJson.array(event, "files");
        if (files == null) {
            return "";
        }
        for (int i = 0; i < files.size(); i++) {
            JsonValue matches = FastJson.array(files.element(i), MATCHES);
            if (matches != null && matches.size() > 0) {
                return "true";
            }
        }
        return "false";
    }

    private static @Nullable String secrets(JsonValue event, BiFunction<JsonValue, JsonValue, String> secret) {
        JsonValue files = FastJson.array(event, "files");
        if (files == null) {
            return null;
        }
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < files.size(); i++) {
            JsonValue matches = FastJson.array(files.element(i), MATCHES);
            for (int j = 0; matches != null && j < matches.size(); j++) {
                all.append(secret.apply(files.element(i), matches.element(j))).append(',');
            }
            endList(all);
        }
        return all.toString();
    }

    private static String links(JsonValue event) {
        String start = FastJson.textOrEmpty(event, REPOSITORY, "html_url") + "/blob/"
                + FastJson.textOrEmpty(event, "head_commit", "id") + "/";
        String all = secrets(
                event, (file, match) -> start + FastJson.textOrEmpty(file, "name") + "/#L" + whole(match.get("line")));
        return all == null ? "" : all;
    }

    private static @Nullable String miners(JsonValue event) {
        JsonValue found = FastJson.array(event, MINERS, MATCHES);
        if (found == null) {
            return null;
        }
        Set<String> types = new LinkedHashSet<>();
        for (int i = 0; i < found.size(); i++) {
            types.add(FastJson.textOrEmpty(found.element(i), "type"));
        }
        return String.join(",", types);
    }

    @Override
    public boolean wrote(JsonValue document) {
        return document.get(TYPE) != null;
    }

    /** A webhook has no time; the plugin gives it the one at which it arrives. */
    @Override
    public List<SourceEvent> events(JsonValue document) {
        if (FastJson.string(document, TYPE) == null) {
            throw new SourceEventException(
                    "this webhook has no \"" + TYPE + "\"; Falco's plugin takes it from the header"
                            + " X-GitHub-Event, so write it there: \"" + TYPE + "\": \"push\"");
        }
        return List.of(new DocumentEvent(source(), document, 0, false));
    }
}
