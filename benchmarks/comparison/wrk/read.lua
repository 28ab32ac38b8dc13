-- Reads one of 1,000 small objects; argument: the bucket.
function init(args)
  count = 0
  bucket = args[1] or "bench"
end

function request()
  count = count + 7
  return wrk.format("GET", "/" .. bucket .. "/small/" .. (count % 1000))
end
