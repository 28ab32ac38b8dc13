-- Puts 4 KiB under a key of its own each time; arguments: the run, the bucket.
local thread = 0
function setup(t)
  t:set("number", thread)
  thread = thread + 1
end

function init(args)
  count = 0
  body = string.rep("sluice! ", 512)
  run = args[1] or "0"
  bucket = args[2] or "bench"
end

function request()
  count = count + 1
  local path = "/" .. bucket .. "/put/" .. run .. "-" .. number .. "-" .. count
  return wrk.format("PUT", path, { ["Content-Length"] = #body }, body)
end
