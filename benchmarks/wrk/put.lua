-- Puts 4 KiB under a key of its own each time.
local thread = 0
function setup(t)
  t:set("number", thread)
  thread = thread + 1
end

function init(args)
  count = 0
  body = string.rep("sluice! ", 512)
  run = args[1] or "0"
end

function request()
  count = count + 1
  local path = "/bench/put/" .. run .. "-" .. number .. "-" .. count
  return wrk.format("PUT", path, { ["Content-Length"] = #body }, body)
end
