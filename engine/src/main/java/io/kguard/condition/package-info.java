/** Conditions: parsed, checked, run, explained. The language is Falco's. */
@NullMarked
package io.kguard.condition;

import org.jspecify.annotations.NullMarked;
