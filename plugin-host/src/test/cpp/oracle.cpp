// What Falco's library makes of a plugin: the reference that kguard's host is compared with.
//
//   oracle LIBRARY CONFIG PARAMS FORMAT...
//
// For every event of the plugin's source, each format's text behind a "=", or nothing if a value is missing. 0x01 ends a text,
// and 0x02 an event. Last, as an event of its own, the number of events.

#include <libsinsp/eventformatter.h>
#include <libsinsp/filter.h>
#include <libsinsp/plugin.h>
#include <libsinsp/sinsp.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

int main(int count, char **arguments) {
    if (count < 4) {
        std::cerr << "usage: oracle LIBRARY CONFIG PARAMS FORMAT...\n";
        return 2;
    }
    try {
        sinsp inspector;
        auto plugin = inspector.register_plugin(arguments[1]);
        std::string error;
        if (!plugin->init(arguments[2], error)) {
            std::cerr << error << '\n';
            return 1;
        }
        sinsp_filter_check_list checks;
        checks.add_filter_check(inspector.new_generic_filtercheck());
        checks.add_filter_check(sinsp_plugin::new_filtercheck(plugin));
        std::vector<std::unique_ptr<sinsp_evt_formatter>> formats;
        for (int i = 4; i < count; i++) {
            formats.push_back(std::make_unique<sinsp_evt_formatter>(&inspector, arguments[i], checks));
        }
        inspector.open_plugin(plugin->name(), arguments[3], sinsp_plugin_platform::SINSP_PLATFORM_GENERIC);
        unsigned events = 0;
        for (;;) {
            sinsp_evt *event = nullptr;
            int32_t result = inspector.next(&event);
            if (result == SCAP_EOF) {
                std::cout << events << '\1' << '\2';
                return 0;
            }
            if (result == SCAP_TIMEOUT || result == SCAP_FILTERED_EVENT) {
                continue;
            }
            if (result != SCAP_SUCCESS) {
                std::cout << std::flush;
                std::cerr << inspector.getlasterr() << '\n';
                return 1;
            }
            events++;
            for (auto &format : formats) {
                std::string text;
                if (format->tostring(event, text)) {
                    std::cout << '=' << text;
                }
                std::cout << '\1';
            }
            std::cout << '\2';
        }
    } catch (const std::exception &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
