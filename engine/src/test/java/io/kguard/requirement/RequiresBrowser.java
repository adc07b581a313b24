// SPDX-License-Identifier: Apache-2.0
package io.kguard.requirement;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Needs Debian's chromium and its driver. Such classes run in turn: a browser takes what two cores have. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("browser")
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(BrowserCondition.class)
public @interface RequiresBrowser {
    /** The browser. */
    String BROWSER = "/usr/bin/chromium";

    /** Its driver. */
    String DRIVER = "/usr/bin/chromedriver";
}
