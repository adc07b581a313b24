// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.EventScript;
import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links in the documentation lead somewhere, and the examples to copy can be read. */
class PageLinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)(?:#([^)]+))?\\)");

    @Test
    void everyLinkLeadsToAPageAndAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : ReferencePage.all()) {
            Matcher link = LINK.matcher(ReferencePage.text(page.toString()));
            while (link.find()) {
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(link.group(1)).normalize();
                boolean exists = Files.exists(Path.of("..").resolve(target));
                if (!exists || (link.group(2) != null && !anchors(target).contains(link.group(2)))) {
                    broken.add(page + ": " + link.group());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void theEventScriptToCopyIsSound() {
        String page = ReferencePage.text("docs/written-events.md");
        int start = page.indexOf("```yaml\ncontainers:") + "```yaml\n".length();

        EventScript.parse("written-events.md", page.substring(start, page.indexOf("```", start)), FalcoVersion.CURRENT);
    }

    /** The anchors that GitHub generates for headings. */
    private static List<String> anchors(Path page) {
        return ReferencePage.text(page.toString())
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .toList();
    }
}
