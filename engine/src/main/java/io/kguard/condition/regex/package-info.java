/** The regular expressions of conditions, parsed and run on byte strings. */
@NullMarked
package io.kguard.condition.regex;

import org.jspecify.annotations.NullMarked;
