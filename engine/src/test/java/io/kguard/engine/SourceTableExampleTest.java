// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.source.SourceLog;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a table in the documentation works as it stands. */
class SourceTableExampleTest {
    private static final String REQUEST = "{\"time\":\"2026-11-24T17:35:48+01:00\",\"remote_addr\":\"%s\","
            + "\"request_uri\":\"%s\",\"status\":\"%s\",\"http_user_agent\":\"%s\"}\n";

    @TempDir
    private Path folder;

    @Test
    void itsRulesFireOnAnAccessLog() throws IOException {
        String page = Files.readString(Path.of("../docs/sources.md"));
        String[] blocks =
                page.substring(page.indexOf("## Sources of other plugins")).split("```yaml\n", -1);
        Path table = Files.writeString(folder.resolve("nginx.yaml"), block(blocks[1]));
        Path log = Files.writeString(
                folder.resolve("access.log"),
                REQUEST.formatted("192.0.2.7", "/.env", "200", "nikto") // both rules match, the first one fires
                        + REQUEST.formatted("192.0.2.7", "/.env", "404", "nikto")
                        + REQUEST.formatted("10.1.2.3", "/.env", "404", "nikto")
                        + REQUEST.formatted("", "/", "200", "-"));
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT)
                .withSourceTables(List.of(table))
                .loadText("nginx_rules.yaml", block(blocks[2]));
        List<String> alerts = new ArrayList<>();
        RuleSet rules = RuleSet.compile(loaded, EngineOptions.of(FalcoVersion.CURRENT));
        Session session = Session.of(rules, alert -> alerts.add(alert.message()));

        SourceLog.read(log, rules.sources(), null, session::judge);

        assertThat(loaded.diagnostics()).isEmpty();
        assertThat(session.eventCount()).isEqualTo(4);
        assertThat(alerts)
                .hasSize(2)
                .anyMatch(alert -> alert.endsWith("secrets sent (uri=/.env client=192.0.2.7)"))
                .anyMatch(alert -> alert.endsWith("scanned by 192.0.2.7"));
    }

    private static String block(String text) {
        return text.substring(0, text.indexOf("```"));
    }
}
